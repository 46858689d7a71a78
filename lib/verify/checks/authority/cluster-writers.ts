import { namedSubject } from '../../problem';
import type { Check } from '../check';
import { holders, holdingProblem } from './parts/holders';
import { WRITE_CLUSTER } from '../../authority/rights';

export const clusterWriters: Check = {
  id: 'authority/cluster-writers',
  title: 'Only administrators change what isolates in the whole cluster',
  why: 'A volume, a node pool, a webhook or a priority of the whole cluster opens every project at once; nodes/proxy is a shell everywhere.',
  stops: ['A2', 'T7', 'T20'],
  control: 'no binding of the cluster that writes these kinds',
  fix: 'leave these kinds to the administrators',
  openWorld: true,
  *judge(evidence) {
    const problems = holders(evidence, WRITE_CLUSTER).map((holding) => holdingProblem(holding));
    yield { subject: namedSubject('cluster'), problems };
  },
};
