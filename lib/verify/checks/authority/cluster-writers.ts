import type { Evidence } from '../../evidence';
import { engineNamespace } from '../../scope/engine-namespace';
import { namedSubject } from '../../problem';
import type { Check } from '../check';
import { holders, holdingProblem, type Holding } from './holders';
import { WRITE_CLUSTER, WRITE_ENGINE } from './rights';

export const clusterWriters: Check = {
  id: 'authority/cluster-writers',
  title: 'Only administrators change what isolates in the whole cluster',
  why: 'A volume, a node pool, a webhook or a priority of the whole cluster opens every project at once; nodes/proxy is a shell everywhere.',
  answers: ['A2', 'T7', 'T20'],
  control: "no binding of the cluster that writes these kinds, and none in Kyverno's namespace",
  fix: 'leave these kinds to the administrators',
  openWorld: true,
  *judge(evidence) {
    const holdings = [...holders(evidence, WRITE_CLUSTER), ...engineWriters(evidence)];
    yield { subject: namedSubject('cluster'), problems: holdings.map((holding) => holdingProblem(holding)) };
  },
};

/** By bindings of Kyverno's namespace; its own accounts write there, as admission lets them. */
function engineWriters(evidence: Evidence): readonly Holding[] {
  const engine = engineNamespace(evidence.platform);
  return holders(
    evidence,
    WRITE_ENGINE,
    engine,
    ({ subject, binding }) =>
      binding.namespace !== undefined && !(subject.kind === 'ServiceAccount' && subject.namespace === engine),
  );
}
