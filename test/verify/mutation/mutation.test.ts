import { platform } from '../../../examples/document-1/platform';
import { ASSUMED, BUT_ADMISSION, exampleObjects } from '../checks/example';
import { EXCUSES, excuseOf } from './excused';
import { OF_JOBS } from './excuses/jobs';
import { OF_MANIFESTS } from './excuses/manifests';
import { OF_NETWORK_POLICIES } from './excuses/network-policies';
import { mutableObject, type Tree } from './mutable';
import { mutantName, mutantsOf, type Mutant } from './mutant';
import { Trial, type TrialOf } from './trial';

/** One mutant of so many; `npm run mutate` tries all, those of the plan included. */
const EVERY = 149;

const of: TrialOf = {
  objects: (exampleObjects() as Tree[]).map(mutableObject),
  resources: [],
  platform,
  assume: ASSUMED,
  families: BUT_ADMISSION,
};
const trial = new Trial(of);
trial.watchChecks();
/** Objects that rules of admission are written in have checks and tests of their own. */
const all: readonly Mutant[] = trial.things
  .filter(({ name }) => !/^(?:ClusterPolicy|ValidatingAdmissionPolicy|Node )/.test(name))
  .flatMap((item) => [...mutantsOf(item)]);
/** What only the policies of admission ask for, which are left out here. */
const OF_ADMISSION_ALONE = /resources\.limits\.(?:ephemeral-storage|hugepages-2Mi)$/;
const sample = all.filter(({ path }, index) => index % EVERY === 0 && !OF_ADMISSION_ALONE.test(path));

test('of the changes of the manifests each turns a check or is excused by a reason, and most objects hold some that turn one', () => {
  expect(trial.badBefore).toEqual([]);
  expect(all.length).toBeGreaterThan(3000);
  const alive = sample.filter((mutant) => trial.killer(mutant) === undefined);
  expect(alive.filter((mutant) => excuseOf(mutant, EXCUSES) === undefined).map(mutantName)).toEqual([]);
  expect(alive.length).toBeLessThan(sample.length * 0.65);
  // Each change was taken back.
  expect(trial.isRestored()).toBe(true);
});

test('a check that looked at nothing of what is changed does not see the change', () => {
  const asksAll = new Trial(of);
  const alive = sample.filter((mutant) => trial.killer(mutant) === undefined).filter((_, index) => index % 4 === 0);
  expect(alive.length).toBeGreaterThan(3);
  expect(alive.filter((mutant) => asksAll.killer(mutant) !== undefined).map(mutantName)).toEqual([]);
});

test('every excuse says why, and there is something in the manifests for those of manifests to excuse', () => {
  for (const { reason } of EXCUSES) expect(reason.length).toBeGreaterThan(15);
  const unused = [...OF_MANIFESTS, ...OF_JOBS, ...OF_NETWORK_POLICIES].filter(
    (excuse) => !all.some((mutant) => excuseOf(mutant, [excuse]) !== undefined),
  );
  expect(unused.map(({ reason }) => reason)).toEqual([]);
});
