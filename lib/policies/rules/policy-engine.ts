import { engineNamespace } from '../../model/policies/engine-namespace';
import { KYVERNO } from '../../model/policies';
import { GUARDED_KINDS } from '../../model/policies/guarded-kinds';
import { accountsGroup } from '../../model/people/system-groups';
import { isKubernetes, isPlatform } from '../people';
import { userGroups } from '../predicate/request';
import { anyOf } from '../predicate/values';
import { FILTERED_BY_KYVERNO, type ExpressionRule } from '../rule';

export const policyEngine: ExpressionRule = {
  id: 'policy-engine',
  title: 'Only the platform changes the settings and workloads of Kyverno',
  why: 'A line in its ConfigMap filters every pod away from it, while all policies still say Enforce.',
  stops: ['A2', 'T14'],
  judges: [
    {
      kinds: GUARDED_KINDS.filter(({ where }) => where === 'policy-engine'),
      operations: ['CREATE', 'UPDATE', 'DELETE'],
    },
  ],
  scope: 'policy-engine',
  guard: true,
  cannot: FILTERED_BY_KYVERNO,
  requires: (platform) =>
    platform.components.every(({ name }) => name !== KYVERNO)
      ? []
      : [
          {
            message: 'let the platform apply it (policies.platformGroups)',
            holds: anyOf(
              isPlatform(platform),
              isKubernetes(platform),
              userGroups.has(accountsGroup(engineNamespace(platform))),
            ),
          },
        ],
};
