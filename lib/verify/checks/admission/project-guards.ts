import type { Check } from '../check';
import { networkKinds } from './network-kinds';
import { eachProject, inProject, manifest, PROBE, type Probe } from './probe';

const RBAC = 'rbac.authorization.k8s.io/v1';

/** What fences a project in: less of it is an opening too. */
const FENCES = [
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['v1', 'ResourceQuota'],
  ['v1', 'LimitRange'],
  ['v1', 'ServiceAccount'],
  [RBAC, 'Role'],
  [RBAC, 'RoleBinding'],
  ['resource.k8s.io/v1', 'ResourceClaim'],
  ['resource.k8s.io/v1', 'ResourceClaimTemplate'],
] as const;

/** What leads into a project, or out of it: less of it is safer. */
const WAYS = [
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['v1', 'Endpoints'],
  ['networking.k8s.io/v1', 'Ingress'],
] as const;

export const projectGuards: Check = {
  id: 'admission/project-guards',
  title: 'Only the platform changes the fences of a project, whatever RBAC says',
  why: 'Whoever may delete a network policy, bind a role or write an endpoint needs no hole in them.',
  answers: ['A2', 'A4', 'T12', 'T14', 'T19'],
  control:
    "the API server's own admission policies on policies, quotas, roles, accounts, endpoints and routes of projects",
  fix: 'write the policies of the platform: project-guards, controller-objects; they are ValidatingAdmissionPolicies in every dialect',
  *judge(evidence) {
    const guarded = [
      { kinds: [...FENCES, ...networkKinds(evidence, 'project')], operations: ['CREATE', 'UPDATE', 'DELETE'] },
      { kinds: WAYS, operations: ['CREATE', 'UPDATE'] },
    ] as const;
    yield* eachProject(evidence, function* (namespace): Generator<Probe> {
      const pod = manifest('v1', 'Pod', { name: PROBE, namespace: namespace.name });
      yield {
        meaning: 'UPDATE of pods/status',
        native: true,
        request: inProject(namespace, { operation: 'UPDATE', object: pod, subresource: 'status' }),
      };
      for (const { kinds, operations } of guarded) {
        for (const [apiVersion, kind] of kinds) {
          const object = manifest(apiVersion, kind, { name: PROBE, namespace: namespace.name });
          for (const operation of operations)
            yield {
              meaning: `${operation} of a ${kind}`,
              native: true,
              request: inProject(namespace, { operation, object }),
            };
        }
      }
    });
  },
};
