import type { Check } from '../check';
import { grouped } from '../../../model/grouped';
import { itemsIn } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

export const enforcing: Check = {
  id: 'admission/enforcing',
  title: 'The policies of the platform refuse, also when their engine is down',
  why: 'A policy that only reports, or that lets pass what it cannot judge, stops nobody.',
  stops: ['A2', 'T14'],
  control:
    'failureAction Enforce without allowExistingViolations, validationActions Deny, failurePolicy Fail of every policy that carries the label of a rule',
  fix: 'set failurePolicy: Fail, validationActions: [Deny] of the binding, and for Kyverno failureAction: Enforce and allowExistingViolations: false; in a description policies.mode',
  *judge({ admission, scope }) {
    for (const [object, rules] of grouped(admission.policies, (policy) => policy.object)) {
      const ours = object.field.at('metadata', 'labels')?.get(scope.keys.rule) !== undefined;
      const first = ours ? rules[0] : rules.find((rule) => rule.enforces);
      if (first === undefined) continue;
      const { enforces, failsOpen } = first;
      const problems: Problem[] = [];
      if (!enforces)
        problems.push(
          fails(object.kind === 'ValidatingAdmissionPolicy' ? 'has no binding that denies' : 'only reports'),
        );
      if (enforces && isUnready(object))
        problems.push(notKnown('says of itself that it is not ready: whether its engine judges by it is not known'));
      if (failsOpen) problems.push(fails('lets requests pass when it cannot judge them: failurePolicy Ignore'));
      // It is the default of Kyverno, and what policies of others forgive is theirs.
      if (ours && rules.some(({ forgives }) => forgives === true))
        problems.push(
          fails('lets what breaks it already be changed and go on to break it: allowExistingViolations is not false'),
        );
      for (const { at, message, isSure } of rules.flatMap((rule) => rule.faults?.() ?? []))
        problems.push(
          isSure
            ? fails(`${message}, and a policy of which anything does not compile is none`, { at, fix: 'correct it' })
            : notKnown(message, { at }),
        );
      yield { subject: objectSubject(object), problems };
    }
  },
};

/**
 * What Kyverno writes of a policy whose webhook it could not set up (https://github.com/kyverno/kyverno/pull/11436). Its newer
 * kinds have conditions for each of its parts: one may lack rights to write reports and judge all the same.
 */
function isUnready({ field }: KubernetesObject): boolean {
  const status = field.get('status');
  const newer = status?.get('conditionStatus');
  const decisive = newer === undefined ? 'Ready' : 'WebhookConfigured';
  return itemsIn(newer ?? status, 'conditions').some(
    (one) => one.get('type')?.value === decisive && one.get('status')?.value === 'False',
  );
}
