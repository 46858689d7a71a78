import { writeFileSync } from 'node:fs';
import { fabricAddress } from '../../node/fabric';
import { imageStore } from '../../node/images/store';
import { createProgress } from '../../progress';
import { withCluster } from '../../rig/cluster';
import { askAll } from '../question';
import type { Check } from '../suite';
import { claimQuestions } from './claims';
import { connectionQuestions } from './connections';
import { controlQuestions } from './controls';
import { guardQuestions } from './guards';
import { hardeningQuestions } from './hardening';
import { peopleQuestions } from './people';
import { firstSecondQuestions } from './first-second';
import { placementQuestions } from './placement';
import { findPlaces } from './places';
import { PodNetworks } from './pod-networks';
import { privilegedQuestions } from './privileged';
import { probeQuestions } from './probe';
import { reachabilityQuestions } from './reachability';
import { startNetwork, startSetting } from './setting';
import { freeNodes, trainingQuestions } from './training';

/**
 * The part of suite `node` that runs in namespaces of its own: whatever it leaves is gone when they are. Writes its checks
 * to the file that the first argument names; the second is the control group of its nodes.
 */
async function main([results = '', cgroup = '']: readonly string[]): Promise<void> {
  const progress = createProgress('node');
  await startNetwork();
  const images = await imageStore(progress);
  const checks = await withCluster({ address: fabricAddress, progress }, async (cluster): Promise<Check[]> => {
    const setting = await startSetting(cluster, images, cgroup, progress);
    const [networks, places] = [await PodNetworks.find(setting.nodes), await findPlaces(setting)];
    return askAll(
      [
        ...reachabilityQuestions(networks, places),
        ...connectionQuestions(setting, networks),
        ...controlQuestions(setting, networks, places),
        ...hardeningQuestions(setting),
        ...peopleQuestions(setting),
        ...(await guardQuestions(setting)),
        freeNodes(setting),
        ...placementQuestions(setting),
        ...claimQuestions(setting),
        ...privilegedQuestions(setting),
        ...trainingQuestions(setting),
        ...probeQuestions(setting),
        ...firstSecondQuestions(setting),
      ],
      progress,
    );
  });
  writeFileSync(results, JSON.stringify(checks));
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
