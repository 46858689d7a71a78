import { guardedIn, type GuardedKind } from '../../../../model/policies/guarded-kinds';
import { admissionRequest, type AdmissionRequest, type Asking } from '../../../admission/admission-request';
import type { Evidence } from '../../../evidence';
import { ownValue } from '../../../record';
import { manifest, PROBE } from '../../probe';

/** The guarded kinds that the cluster has: those of Kubernetes, and those of every tool that the input shows. */
export function guardedKinds(
  { installedGroups }: Evidence,
  where: GuardedKind['where'],
  writers: GuardedKind['writers'],
): readonly GuardedKind[] {
  return guardedIn(where, writers).filter((kind) => isBuiltIn(kind) || installedGroups.has(kind.group));
}

function isBuiltIn({ group, version }: GuardedKind): boolean {
  return version !== '*' && !group.endsWith('kyverno.io');
}

/** `Pod's status`, for messages. */
export function partText({ kind, subresource }: GuardedKind): string {
  return subresource === undefined ? kind : `${kind}'s ${subresource}`;
}

/** A part of an object is never made by itself; what is no fence may go. */
export function writesOf({ subresource, fence }: GuardedKind): readonly AdmissionRequest['operation'][] {
  if (subresource !== undefined) return ['UPDATE'];
  return fence ? ['CREATE', 'UPDATE', 'DELETE'] : ['CREATE', 'UPDATE'];
}

/** A request about an object of a guarded kind, of which nothing but its name is asked. */
export function guardedRequest(
  { group, version, resource, kind, subresource }: GuardedKind,
  {
    name = PROBE,
    namespace,
    ...asking
  }: Omit<Asking, 'object'> & { readonly name?: string; readonly namespace?: string },
): AdmissionRequest {
  const served = version === '*' ? servedVersion(group, resource) : version;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const object = manifest(group === '' ? served : `${group}/${served}`, kind, metadata);
  return admissionRequest({ ...asking, object, resource, ...(subresource === undefined ? {} : { subresource }) });
}

/** A version in which the kinds of a tool are served: a policy that names others hears of none of them. */
function servedVersion(group: string, resource: string): string {
  const known = ownValue(SERVED, group);
  return typeof known === 'object' ? (known[resource] ?? 'v1') : (known ?? 'v1');
}

const SERVED: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  'cilium.io': 'v2',
  'elbv2.k8s.aws': 'v1beta1',
  'gateway.networking.k8s.io': {
    tcproutes: 'v1alpha2',
    udproutes: 'v1alpha2',
    tlsroutes: 'v1alpha2',
    referencegrants: 'v1beta1',
  },
  'kueue.x-k8s.io': 'v1beta1',
  'mellanox.com': 'v1alpha1',
  'networking.k8s.aws': 'v1alpha1',
  'policies.kyverno.io': 'v1alpha1',
  'policy.networking.k8s.io': {
    clusternetworkpolicies: 'v1alpha2',
    adminnetworkpolicies: 'v1alpha1',
    baselineadminnetworkpolicies: 'v1alpha1',
  },
  'projectcalico.org': 'v3',
  'trainer.kubeflow.org': 'v1alpha1',
  'karpenter.sh': { nodeoverlays: 'v1alpha1' },
};
