import type { Check } from '../check';
import { guardedKinds, guardedRequest, partText, writesOf } from './parts/guarded';
import { labelsOfNamespace } from '../../scope/training-scope';
import { eachNamespace, type Probe } from '../probe';
import { writtenNativePolicy } from './parts/written-policy';

export const projectGuards: Check = {
  id: 'admission/project-guards',
  title: 'Only the platform changes the fences of a project, whatever RBAC says',
  why: 'Whoever may delete a network policy, bind a role or write an endpoint needs no hole in them.',
  stops: ['A2', 'A4', 'T12', 'T14', 'T19'],
  control:
    "the API server's own admission policies on policies, quotas, roles, accounts, endpoints and routes of projects",
  fix: writtenNativePolicy('project-guards', 'controller-objects'),
  *judge(evidence) {
    const guarded = [
      ...guardedKinds(evidence, 'project', 'platform'),
      ...guardedKinds(evidence, 'project', 'kubernetes'),
    ];
    yield* eachNamespace(evidence, function* (namespace): Generator<Probe> {
      const asked = { namespace: namespace.name, namespaceLabels: labelsOfNamespace(namespace) };
      for (const kind of guarded) {
        for (const operation of writesOf(kind))
          yield {
            meaning: `${operation} of a ${partText(kind)}`,
            native: true,
            request: guardedRequest(kind, { ...asked, operation }),
          };
      }
    });
  },
};
