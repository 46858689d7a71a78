import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';

export const enforcing: Check = {
  id: 'admission/enforcing',
  title: 'The policies of the platform refuse, also when their engine is down',
  why: 'A policy that only reports, or that lets pass what it cannot judge, stops nobody.',
  answers: ['A2', 'T14'],
  control:
    'failureAction Enforce, validationActions Deny, failurePolicy Fail of every policy that carries the label of a rule',
  fix: "set policies.mode to 'enforce' in the description, and failurePolicy to Fail",
  *judge({ admission, scope }) {
    const seen = new Set<unknown>();
    for (const { object, enforces, failsOpen } of admission.policies) {
      const ours = object.field.at('metadata', 'labels')?.get(scope.keys.rule) !== undefined;
      if (seen.has(object) || (!ours && !enforces)) continue;
      seen.add(object);
      const problems: Problem[] = [];
      if (!enforces)
        problems.push(
          fails(object.kind === 'ValidatingAdmissionPolicy' ? 'has no binding that denies' : 'only reports'),
        );
      if (failsOpen) problems.push(fails('lets requests pass when it cannot judge them: failurePolicy Ignore'));
      yield { subject: objectSubject(object), problems };
    }
  },
};
