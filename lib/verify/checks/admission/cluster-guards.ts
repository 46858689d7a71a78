import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { guardedKinds, guardedRequest } from './parts/guarded';
import { wholeCluster, type Probe } from '../probe';
import { writtenNativePolicy } from './parts/written-policy';

const WRITES = ['CREATE', 'UPDATE', 'DELETE'] as const;

export const clusterGuards: Check = {
  id: 'admission/cluster-guards',
  title: 'Only the platform changes what isolates in the whole cluster, whatever RBAC says',
  why: 'A volume, a storage class, a priority, a binding of the whole cluster opens every project at once.',
  stops: ['A2', 'A4', 'T14', 'T20'],
  control: "the API server's own admission policies on kinds of the cluster",
  fix: writtenNativePolicy('cluster-guards'),
  *judge(evidence) {
    yield* wholeCluster(evidence, probes(evidence));
  },
};

function* probes(evidence: Evidence): Generator<Probe> {
  for (const kind of guardedKinds(evidence, 'cluster', 'platform')) {
    for (const operation of WRITES)
      yield { meaning: `${operation} of a ${kind.kind}`, native: true, request: guardedRequest(kind, { operation }) };
  }
}
