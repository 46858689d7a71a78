import { startCluster } from '../../rig/cluster';
import { p4d24xlarge } from '../../rig/simulated-node';

/**
 * A program for the suite `rig` to kill: starts a cluster, says on standard output what it consists of, and idles.
 * With the argument "fail", the start goes wrong after most engines have started.
 */
const capacity = process.argv[2] === 'fail' ? { cpu: 'many' } : p4d24xlarge;

void startCluster({ nodes: [{ name: 'gpu-0', capacity }] }).then(({ pids, folder }) => {
  console.log(JSON.stringify({ pids, folder }));
  setInterval(() => undefined, 60_000);
});
