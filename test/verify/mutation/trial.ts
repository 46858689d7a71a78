import { isInvalidInput, type Platform } from '../../../lib/model';
import { readAssumptions, type Assumptions } from '../../../lib/verify/assumptions';
import type { Family } from '../../../lib/verify/checks/check';
import { Evidence } from '../../../lib/verify/evidence';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { judge } from '../../../lib/verify/verdict/verdict';
import type { Mutable } from './mutable';
import type { Mutant } from './mutant';

/** What is mutated, and how it is judged. */
export interface Trial {
  readonly objects: readonly Mutable[];
  readonly resources: readonly Mutable[];
  readonly platform: Platform;
  readonly assume: readonly string[];
  /** Whose checks may see a mutant. @default - all */
  readonly families?: readonly Family[];
}

/** Ids of the checks that are not good, or that the input was refused. */
export function badChecks(trial: Trial, without?: Mutable): readonly string[] {
  const { objects, resources, platform, assume, families } = trial;
  const wholes = (list: readonly Mutable[]): object[] => list.flatMap((item) => (item === without ? [] : [item.whole]));
  const files = [
    { name: 'objects.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: wholes(objects) }) },
    ...(resources.length === 0
      ? []
      : [{ name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources: wholes(resources) } }) }]),
  ];
  try {
    const inputs = inputsOf(files);
    inputs.faults.refuse();
    const evidence = new Evidence(inputs, { platform, assumptions: readAssumptions([...assume]) as Assumptions });
    return judge(evidence, families === undefined ? {} : { families })
      .results.filter(({ status }) => status === 'fail' || status === 'unknown')
      .map(({ check }) => check.id);
  } catch (error) {
    if (isInvalidInput(error)) return ['the input is refused'];
    throw error;
  }
}

/** Checks that were good before the change and are not after it. */
export function killers(trial: Trial, before: ReadonlySet<string>, mutant: Mutant): readonly string[] {
  return mutant.applied((without) => badChecks(trial, without)).filter((id) => !before.has(id));
}
