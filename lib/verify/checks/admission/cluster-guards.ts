import { admissionRequest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { networkKinds } from './network-kinds';
import { manifest, wholeCluster, PROBE, type Probe } from './probe';

const WRITES = ['CREATE', 'UPDATE', 'DELETE'] as const;

/** What opens every project at once. */
const KINDS = [
  ['v1', 'PersistentVolume'],
  ['storage.k8s.io/v1', 'StorageClass'],
  ['storage.k8s.io/v1', 'CSIDriver'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['node.k8s.io/v1', 'RuntimeClass'],
  ['resource.k8s.io/v1', 'DeviceClass'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
] as const;

export const clusterGuards: Check = {
  id: 'admission/cluster-guards',
  title: 'Only the platform changes what isolates in the whole cluster, whatever RBAC says',
  why: 'A volume, a storage class, a priority, a binding of the whole cluster opens every project at once.',
  answers: ['A2', 'A4', 'T14', 'T20'],
  control: "the API server's own admission policies on kinds of the cluster",
  fix: 'write the policies of the platform: cluster-guards; it is a ValidatingAdmissionPolicy in every dialect',
  *judge(evidence) {
    yield* wholeCluster(evidence, probes(evidence));
  },
};

function* probes(evidence: Evidence): Generator<Probe> {
  const { admission } = evidence;
  const policies = admission.policies.some(({ object }) => object.kind === 'ClusterPolicy')
    ? ([
        ['kyverno.io/v1', 'ClusterPolicy'],
        ['kyverno.io/v1', 'Policy'],
        ['kyverno.io/v2', 'PolicyException'],
      ] as const)
    : [];
  const newer = admission.policies.some(({ object }) => object.kind === 'ValidatingPolicy')
    ? [['policies.kyverno.io/v1', 'ValidatingPolicy'] as const]
    : [];
  for (const [apiVersion, kind] of [...KINDS, ...networkKinds(evidence, 'cluster'), ...policies, ...newer]) {
    for (const operation of WRITES)
      yield {
        meaning: `${operation} of a ${kind}`,
        native: true,
        request: admissionRequest({ operation, object: manifest(apiVersion, kind, { name: PROBE }) }),
      };
  }
}
