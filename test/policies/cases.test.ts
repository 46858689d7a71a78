import { DIALECTS } from '../../lib/model/policies';
import { admissionPolicies, policyName, RULES, ruleOf } from '../../lib/policies';
import { ALL_CASES, CASES } from '../../conformance/cases/admission';
import type { AdmissionCase } from '../../conformance/cases/admission/case';
import { platform } from '../../conformance/cases/admission/platform';
import { isSaidIn } from '../../conformance/cases/admission/said-in';
import { loadCel } from './engine/cel';
import { judgesOf } from './engine/dialects';
import { refusalsOf } from './engine/refusals';

beforeAll(loadCel);

test('every rule has cases, and each is allowed and refused something', () => {
  for (const rule of RULES.filter(({ id }) => id !== 'image-signature')) {
    const cases = CASES[rule.id as keyof typeof CASES];
    expect([rule.id, [...new Set(cases.map(({ answer }) => answer))].sort()]).toEqual([
      rule.id,
      ['allowed', 'refused'],
    ]);
  }
});

describe.each(DIALECTS)('in the dialect %s', (dialect) => {
  const judges = judgesOf(admissionPolicies(platform, { dialects: [dialect] }), dialect);
  const cases = ALL_CASES.filter((one) => isSaidIn(platform, dialect, one));

  test('every case gets its answer, and a refusal comes from the rule itself', () => {
    const wrong = cases.flatMap((one) => {
      const refusals = refusalsOf(judges, one);
      const mine = refusals.filter(({ policy }) => isOf(policy, one.rule));
      const others = refusals.filter(({ policy }) => ![one.rule, ...(one.also ?? [])].some((id) => isOf(policy, id)));
      const isRight =
        one.answer === 'allowed'
          ? refusals.length === 0
          : mine.some(({ message }) => message.includes(one.says ?? '')) && others.length === 0;
      return isRight ? [] : [`${one.rule}: ${one.answer}: ${one.title} -> ${JSON.stringify(refusals)}`];
    });
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(300);
  });

  test('every policy judges cases, and every one of its demands refuses one', () => {
    const refused = new Map(judges.map(({ policy }) => [policy, new Set<string>()]));
    for (const one of cases) {
      for (const { policy, message } of refusalsOf(judges, one)) refused.get(policy)?.add(message);
    }
    for (const { policy, messages } of judges) {
      const found = [...(refused.get(policy) ?? [])].sort();
      // Of what a policy for running pods demands, most cannot change in one.
      if (policy.endsWith('-running')) expect([policy, found.length]).not.toEqual([policy, 0]);
      else expect([policy, found]).toEqual([policy, [...messages].sort()]);
    }
    expect(judges.length).toBeGreaterThan(30);
  });
});

const isOf = (policy: string, id: AdmissionCase['rule']): boolean => {
  const name = policyName(platform, ruleOf(id));
  return policy === name || policy === `${name}-running`;
};
