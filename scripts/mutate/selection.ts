import { mutantsOf, type Mutant } from '../../test/verify/mutation/mutant';
import type { Trial } from '../../test/verify/mutation/trial';

/** Which mutants are tried. */
export interface Selection {
  /** Form of the names of the things that are mutated. */
  readonly only: string;
  /** One mutant of so many. */
  readonly every: number;
}

/** The mutants that are tried, in an order that every process finds again. */
export function selected(trial: Trial, { only, every }: Selection): readonly Mutant[] {
  const form = new RegExp(only);
  return trial.things
    .filter(({ name }) => form.test(name))
    .flatMap((thing) => [...mutantsOf(thing)])
    .filter((_, position) => position % every === 0);
}
