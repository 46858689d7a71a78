import type { Dialect, Mode, Platform, RuleId } from '../model';
import { clusterPolicyForImages, imageValidatingPolicies } from './dialects/kyverno-image-policies';
import { kyvernoClusterPolicies } from './dialects/kyverno-cluster-policy';
import { kyvernoValidatingPolicies } from './dialects/kyverno-validating-policy';
import { validatingAdmissionPolicy } from './dialects/validating-admission-policy';
import { exceptionsOf, kyvernoException } from './exceptions';
import type { PolicyObject } from './policy-object';
import { isAsked, type Rule } from './rule';
import { RULES } from './rules';

export { judge } from './judge';
export type { JudgedObject, Refusal } from './judge';
export { commentOn } from './comment';
export { policyName } from './dialects/policy-metadata';
export type { PolicyObject } from './policy-object';
export { GAPS, isAsked } from './rule';
export type { Rule } from './rule';
export { RULES, ruleOf } from './rules';

/** What to write instead of what the description says. */
export interface PolicyOptions {
  readonly dialects?: readonly Dialect[];
  readonly mode?: Mode;
  /** @default - every rule that the description gives something to judge */
  readonly rules?: readonly RuleId[];
}

/**
 * The admission policies of a platform. Guards of the isolation, and rules that a chosen dialect cannot say, are always
 * written as Kubernetes' own policies too, once.
 */
export function admissionPolicies(platform: Platform, options: PolicyOptions = {}): PolicyObject[] {
  const { dialects = platform.policies.dialects, mode = platform.policies.mode } = options;
  const chosen = { ...platform, policies: { ...platform.policies, dialects, mode } };
  const rules = RULES.filter((rule) => (options.rules?.includes(rule.id) ?? true) && isAsked(rule, chosen));
  return [
    ...dialects.flatMap((dialect) => rules.flatMap((rule) => inDialect(chosen, rule, dialect))),
    ...(dialects.includes('vap') ? [] : rules.filter((rule) => isAlwaysNative(rule, dialects))).flatMap((rule) =>
      inDialect(chosen, rule, 'vap'),
    ),
  ];
}

function isAlwaysNative(rule: Rule, dialects: readonly Dialect[]): boolean {
  return rule.guard === true || dialects.some((dialect) => rule.cannot?.[dialect]?.instead === 'vap');
}

function inDialect(platform: Platform, rule: Rule, dialect: Dialect): readonly PolicyObject[] {
  if (rule.cannot?.[dialect] !== undefined) return [];
  const exceptions = exceptionsOf(platform, rule.id);
  if (dialect === 'vap') return 'signatures' in rule ? [] : validatingAdmissionPolicy(platform, rule, exceptions);
  const policies = inKyverno(platform, rule, dialect);
  return [
    ...policies,
    ...exceptions.map((exception, index) => kyvernoException(platform, rule, exception, index, policies)),
  ];
}

function inKyverno(platform: Platform, rule: Rule, dialect: 'kyverno' | 'kyverno-cel'): readonly PolicyObject[] {
  if ('signatures' in rule) {
    return dialect === 'kyverno' ? [clusterPolicyForImages(platform, rule)] : imageValidatingPolicies(platform, rule);
  }
  return dialect === 'kyverno' ? kyvernoClusterPolicies(platform, rule) : kyvernoValidatingPolicies(platform, rule);
}
