import { platform } from '../../../examples/document-1/platform';
import { ASSUMED, BUT_ADMISSION, exampleObjects } from '../checks/example';
import { EQUIVALENT, EXEMPT, excuseOf } from './excused';
import { mutableObject, type Tree } from './mutable';
import { mutantName, mutantsOf, type Mutant } from './mutant';
import { Trial } from './trial';

/** One mutant of so many; `npm run mutate` tries all, those of the plan included. */
const EVERY = 149;

const trial = new Trial({
  objects: (exampleObjects() as Tree[]).map(mutableObject),
  resources: [],
  platform,
  assume: ASSUMED,
  families: BUT_ADMISSION,
});
const excuses = [...EXEMPT, ...EQUIVALENT];
/** Objects that rules of admission are written in have checks and tests of their own. */
const judged = trial.things.filter(({ name }) => !/^(?:ClusterPolicy|ValidatingAdmissionPolicy|Node )/.test(name));

test('of the changes of the manifests each turns a check or is excused by a reason, and most objects hold some that turn one', () => {
  expect(trial.badBefore).toEqual([]);
  const all: readonly Mutant[] = judged.flatMap((item) => [...mutantsOf(item)]);
  expect(all.length).toBeGreaterThan(3000);
  const sample = all.filter((_, index) => index % EVERY === 0);
  const alive = sample.filter((mutant) => trial.killer(mutant) === undefined);
  expect(alive.filter((mutant) => excuseOf(mutant, excuses) === undefined).map(mutantName)).toEqual([]);
  expect(alive.length).toBeLessThan(sample.length * 0.65);
  // Each change was taken back.
  expect(trial.isRestored()).toBe(true);
});

test('every excuse says why, and is needed', () => {
  for (const { reason } of excuses) expect(reason.length).toBeGreaterThan(15);
  const all = judged.flatMap((item) => [...mutantsOf(item)]);
  const unused = excuses.filter((excuse) => !all.some((mutant) => excuseOf(mutant, [excuse]) !== undefined));
  expect(unused.map(({ reason }) => reason)).toEqual([]);
});
