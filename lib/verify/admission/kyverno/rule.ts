import type { Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { and } from '../../match';
import type { AdmissionPolicy, Ruling } from '../admission-policy';
import type { AdmissionRequest } from '../admission-request';
import { celFaults } from '../cel-faults';
import { CelRules } from '../cel-rules';
import { templateRequest } from './autogen';
import { FailureAction } from './failure-action';
import { hasPatterns, PatternRule } from './pattern-rule';
import { podSecurityRuling } from './pod-security-rule';
import { goesByRoles, nameOf } from './rule-match';
import { RuleMeaning } from './rule-meaning';
import { saidInRule } from './said-in-rule';
import { BY_SIGNATURES } from './signatures';

/** A rule of a ClusterPolicy, as one that judges. */
export function ruleOf(
  object: KubernetesObject,
  rule: Field,
  exceptions: readonly KubernetesObject[],
): AdmissionPolicy {
  const { field, kind, name, namespace } = object;
  const spec = field.get('spec');
  const validate = rule.get('validate');
  const failsOpen =
    (spec?.at('webhookConfiguration', 'failurePolicy') ?? spec?.get('failurePolicy'))?.value === 'Ignore';
  const action = new FailureAction(spec, rule);
  const meaning = new RuleMeaning(object, rule, exceptions);
  // https://kyverno.io/docs/policy-types/cluster-policy/validate/#allow-existing-violations
  const forgives = validate !== undefined && validate.get('allowExistingViolations')?.value !== false;
  return {
    object,
    name: `${kind} ${name}`,
    decidedBy: spec === undefined ? [] : [spec],
    native: false,
    enforces: action.everEnforces && spec?.get('admission')?.value !== false,
    failsOpen,
    forgives,
    hearsBySpec: spec?.at('webhookConfiguration', 'matchConditions') !== undefined,
    hears: (request) => {
      if (kind === 'Policy' && request.namespace !== namespace) return 'no';
      return and(meaning.of(request), action.enforces(request));
    },
    reports: (request) => (kind === 'Policy' && request.namespace !== namespace ? 'no' : meaning.of(request)),
    ...saying(rule, meaning, forgives),
  };
}

type Saying = Pick<AdmissionPolicy, 'faults' | 'said' | 'rulings' | 'notEvaluated' | 'asksForSignatures'>;

/** What a rule demands, in the language in which it is written. */
function saying(rule: Field, meaning: RuleMeaning, forgives: boolean): Saying {
  const validate = rule.get('validate');
  if (validate === undefined) return BY_SIGNATURES;
  const patterns = new PatternRule(rule.value);
  const roles = goesByRoles(rule) ? ['roles of whoever asks'] : [];
  const notEvaluated = (): readonly string[] => [...patterns.notEvaluated, ...roles];
  const said = saidInRule(rule.value);
  const keeping = (says: Says): Says => (forgives ? (request) => unlessForgiven(request, says, meaning) : says);
  if (hasPatterns(validate)) {
    const says = asWritten(meaning, said, (request) => [patterns.ruling(request)]);
    return { notEvaluated, said: () => said, rulings: keeping(says) };
  }
  const security = validate?.get('podSecurity');
  if (security !== undefined) {
    const judges = whereMeant(patterns, (request) => [podSecurityRuling(security, request)]);
    return { notEvaluated, said: () => said, rulings: keeping(asWritten(meaning, said, judges)) };
  }
  const cel = validate?.get('cel');
  if (cel === undefined) return { rulings: () => ['unknown'] };
  const rules = new CelRules(cel, 'expressions', 'null', false);
  // Kyverno takes the name from the object, which has one where the request has none.
  const evaluates = whereMeant(patterns, (request) =>
    rules.rulings(request.name === '' ? { ...request, name: nameOf(request) } : request),
  );
  return {
    notEvaluated,
    faults: () => celFaults(cel, ['expressions']),
    said: (demand) => [...rules.said(demand), ...said],
    rulings: asWritten(meaning, [...said, ...rules.texts], evaluates),
  };
}

type Says = (request: AdmissionRequest) => readonly Ruling[];

/** What a rule says where its preconditions hold. */
function whereMeant(patterns: PatternRule, says: Says): Says {
  return (request) => {
    const meant = patterns.means(request);
    if (meant === 'no') return [];
    return says(request).map((ruling) => (ruling === 'refuses' && meant === 'maybe' ? 'unknown' : ruling));
  };
}

/**
 * What a rule says, of the template where Kyverno writes it for what makes pods. It replaces `object.spec` and
 * `object.metadata` in the text: a rule that reads an object in other words is no longer about the template.
 */
function asWritten(meaning: RuleMeaning, said: readonly string[], says: Says): Says {
  const isReplaced = !said.some((text) => /\b(?:object|oldObject)\b(?!\.(?:spec|metadata)\b)/.test(text));
  return (request) => {
    if (meaning.autogen(request) === 'no') return says(request);
    return isReplaced && meaning.direct(request) === 'no' ? says(templateRequest(request)) : ['unknown'];
  };
}

/** What a rule says that lets be changed what broke it before. */
function unlessForgiven(request: AdmissionRequest, says: Says, meaning: RuleMeaning): readonly Ruling[] {
  const now = says(request);
  if (!now.includes('refuses') || request.operation !== 'UPDATE') return now;
  const before: AdmissionRequest = { ...request, operation: 'CREATE', object: request.oldObject, oldObject: null };
  // What stood before is matched as a whole, whichever part of it is changed (validation/utils.go of Kyverno's handlers).
  const meant = meaning.of({ ...before, subresource: '' });
  const then = meant === 'no' ? [] : says(before);
  return now.map((ruling, at) => {
    if (ruling !== 'refuses' || (then[at] ?? 'holds') === 'holds') return ruling;
    return then[at] === 'refuses' && meant === 'yes' ? 'holds' : 'unknown';
  });
}
