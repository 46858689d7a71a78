import { readInputs, type Inputs } from '../verify/input/inputs';
import type { DefaultNamespaceOption } from './default-namespace';
import { lineAt } from '../verify/input/line-of';

/** Most documents that are named one by one. */
const MOST_NAMED = 5;

/**
 * What was given to judge. Documents of folders that are nothing of this kind are left aside, and said so on standard error:
 * a file that is misspelt enough looks like somebody else's.
 *
 * @throws InvalidInputError if anything cannot be read or understood, or if there is nothing to judge
 */
export function readGiven(paths: readonly string[], { defaultNamespace }: DefaultNamespaceOption): Inputs {
  const inputs = readInputs(paths, undefined, defaultNamespace);
  const { ignored } = inputs;
  for (const { file, start } of ignored.slice(0, MOST_NAMED))
    console.error(`left aside: ${file.name}:${lineAt(file.text, start)} is no object, plan or policy`);
  if (ignored.length > MOST_NAMED) console.error(`left aside: ${ignored.length - MOST_NAMED} more documents`);
  return inputs;
}

/** The same for one evaluator. What an API server refuses is answered as it is written, and said on standard error. */
export function readGivenAsWritten(paths: readonly string[], options: DefaultNamespaceOption = {}): Inputs {
  const inputs = readGiven(paths, options);
  for (const { path, given } of inputs.faults.refusedByServer)
    console.error(`${path} is ${given}: an API server refuses the object`);
  return inputs;
}
