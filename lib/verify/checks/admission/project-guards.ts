import type { Check } from '../check';
import { eachProject, inProject, manifest, type Probe } from './probe';

const RBAC = 'rbac.authorization.k8s.io/v1';

/** What fences a project in, and what somebody does to it. */
const FENCES = [
  ['networking.k8s.io/v1', 'NetworkPolicy', ['CREATE', 'UPDATE', 'DELETE']],
  ['v1', 'ResourceQuota', ['UPDATE', 'DELETE']],
  ['v1', 'LimitRange', ['UPDATE', 'DELETE']],
  ['v1', 'ServiceAccount', ['CREATE', 'UPDATE']],
  [RBAC, 'Role', ['CREATE', 'UPDATE']],
  [RBAC, 'RoleBinding', ['CREATE', 'UPDATE', 'DELETE']],
  ['discovery.k8s.io/v1', 'EndpointSlice', ['CREATE', 'UPDATE']],
  ['networking.k8s.io/v1', 'Ingress', ['CREATE', 'UPDATE']],
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
    yield* eachProject(evidence, function* (namespace): Generator<Probe> {
      for (const [apiVersion, kind, operations] of FENCES) {
        const object = manifest(apiVersion, kind, { name: 'probe', namespace: namespace.name });
        for (const operation of operations)
          yield {
            meaning: `${operation} of a ${kind}`,
            native: true,
            request: inProject(namespace, { operation, object }),
          };
      }
    });
  },
};
