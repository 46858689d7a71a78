import { OF_ADMISSION } from './excuses/admission';
import { OF_CLOUD_POLICIES } from './excuses/cloud-policies';
import { OF_THE_CLOUD } from './excuses/cloud';
import type { Excuse } from './excuses/excuse';
import { OF_JOBS } from './excuses/jobs';
import { OF_MANIFESTS } from './excuses/manifests';
import { OF_NETWORK_POLICIES } from './excuses/network-policies';
import type { Mutant } from './mutant';

/** Every excuse; the first that fits a surviving mutant is its own. */
export const EXCUSES: readonly Excuse[] = [
  ...OF_MANIFESTS,
  ...OF_JOBS,
  ...OF_NETWORK_POLICIES,
  ...OF_ADMISSION,
  ...OF_THE_CLOUD,
  ...OF_CLOUD_POLICIES,
];

export function excuseOf(mutant: Mutant, excuses: readonly Excuse[]): Excuse | undefined {
  return excuses.find(
    ({ of, path, operators }) =>
      of.test(`${mutant.of.name} `) &&
      path.test(mutant.path) &&
      (operators === undefined || operators.includes(mutant.operator)),
  );
}
