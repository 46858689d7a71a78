import type { Check } from '../check';
import { guardedKinds, guardedRequest } from './guarded';
import { eachProject, labelsOfNamespace, type Probe } from './probe';

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
      { kinds: guardedKinds(evidence, 'project', 'platform'), operations: ['CREATE', 'UPDATE', 'DELETE'] },
      // What leads into a project, or out of it: less of it is safer.
      { kinds: guardedKinds(evidence, 'project', 'controllers'), operations: ['CREATE', 'UPDATE'] },
    ] as const;
    yield* eachProject(evidence, function* (namespace): Generator<Probe> {
      const asked = { namespace: namespace.name, namespaceLabels: labelsOfNamespace(namespace) };
      for (const { kinds, operations } of guarded) {
        for (const kind of kinds) {
          // A part of an object is never made by itself.
          const writes = kind.subresource === undefined ? operations : (['UPDATE'] as const);
          for (const operation of writes)
            yield {
              meaning: `${operation} of a ${kind.kind}${kind.subresource === undefined ? '' : `'s ${kind.subresource}`}`,
              native: true,
              request: guardedRequest(kind, { ...asked, operation }),
            };
        }
      }
    });
  },
};
