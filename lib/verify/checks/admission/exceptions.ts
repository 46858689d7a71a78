import type { Evidence } from '../../evidence';
import { groupOf } from '../../input/kinds';
import type { KubernetesObject } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';

export const exceptions: Check = {
  id: 'admission/exceptions',
  title: 'Every exception to a policy is named in the description, with its owner, reason and last day',
  why: 'An exception is a hole that nobody sees in the policy itself.',
  answers: ['A2', 'T14'],
  control: 'PolicyExceptions, and policies.exceptions of the description',
  fix: 'name it in policies.exceptions of the description, or remove the object',
  *judge(evidence) {
    for (const object of evidence.inputs.objects) {
      const isException =
        object.kind === 'PolicyException' && ['kyverno.io', 'policies.kyverno.io'].includes(groupOf(object.apiVersion));
      if (isException) yield { subject: objectSubject(object), problems: exceptionProblems(evidence, object) };
    }
  },
};

function exceptionProblems({ platform, scope }: Evidence, { field }: KubernetesObject): readonly Problem[] {
  const rule = field.at('metadata', 'labels')?.get(scope.keys.rule)?.value;
  const described = platform?.policies.exceptions.some((exception) => exception.rule === rule) === true;
  const text = described
    ? `excepts work from rule ${String(rule)}, as described`
    : 'excepts work from policies, and no description names it';
  return [fails(text, described ? { weakened: { risk: 'policy-exception', on: '' } } : {})];
}
