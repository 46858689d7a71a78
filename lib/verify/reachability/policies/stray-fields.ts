import type { KubernetesObject } from '../../input/kubernetes-object';
import { refuseUnknownKeys } from '../../labels/selector';

const OF_OBJECTS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];
/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/, and what earlier versions had. */
const OF_METADATA = [
  'name',
  'namespace',
  'labels',
  'annotations',
  'generateName',
  'finalizers',
  'managedFields',
  'ownerReferences',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'resourceVersion',
  'selfLink',
  'uid',
  'clusterName',
];

/** Whether a policy has fields beside its spec that no object has: a selector one level too high selects nothing. */
export function refusesStrayFields({ field }: KubernetesObject): boolean {
  const metadata = field.get('metadata');
  const inObject = refuseUnknownKeys(field, OF_OBJECTS);
  return (metadata !== undefined && refuseUnknownKeys(metadata, OF_METADATA)) || inObject;
}
