import { inputsOf, type Inputs } from '../../lib/verify/input/inputs';

/** Inputs of one text, as if it were a file. Faults are thrown. */
export function inputsOfText(text: string, name = 'input.yaml'): Inputs {
  const inputs = inputsOf([{ name, text }]);
  inputs.faults.refuse();
  return inputs;
}

/** Inputs of objects that are written as they stand, each a document. */
export function inputsOfObjects(...objects: readonly object[]): Inputs {
  return inputsOfText(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
}
