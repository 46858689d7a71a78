import { engineNamespace } from '../model/policies/engine-namespace';
import type { Platform, PolicyExceptionProps, RuleId } from '../model';
import { acceptedRiskAnnotation } from '../model/risk/accepted-risk';
import { platformLabels } from '../model/kubernetes/managed-by';
import { toCel } from './predicate/cel';
import { namespaceName, object } from './predicate/request';
import { allOf, anyOf, type Flag } from './predicate/values';
import type { PolicyObject } from './policy-object';
import type { Rule } from './rule';
import { kyvernoKinds } from './dialects/kyverno-match';
import { policyName } from './dialects/policy-metadata';

export const exceptionsOf = ({ policies }: Platform, id: RuleId): readonly PolicyExceptionProps[] =>
  policies.exceptions.filter(({ rule }) => rule === id);

/** The namespace whose work is excepted. */
function exceptedNamespace({ projects }: Platform, { project, namespace }: PolicyExceptionProps): string {
  return namespace ?? projects.find(({ name }) => name === project)?.namespace ?? '';
}

/** Whether a request is excepted, as an expression of the two dialects that take one. */
export function exceptionCondition(platform: Platform, exception: PolicyExceptionProps): string {
  const name = object.text('metadata.name');
  const isNamed = (names: readonly string[]): Flag =>
    anyOf(name.isOneOf(names), ...names.map((one) => name.startsWith(`${one}-`)));
  const condition = allOf(
    namespaceName.is(exceptedNamespace(platform, exception)),
    ...(exception.names === undefined ? [] : [isNamed(exception.names)]),
  );
  return toCel([condition.node], { object: 'object', request: 'request' }).expressions[0] ?? '';
}

/** Who answers for the exceptions, why, and until when: for people, and for the verifier, which knows the date. */
export function exceptionsAnnotation(
  { keys }: Platform,
  exceptions: readonly PolicyExceptionProps[],
): Record<string, string> {
  if (exceptions.length === 0) return {};
  const reason = exceptions.map((exception) => exception.reason).join('; ');
  return {
    [keys.acceptedRisk]: acceptedRiskAnnotation([{ id: 'policy-exception', reason }]),
    [keys.exceptions]: JSON.stringify(
      exceptions.map(({ project, namespace, names, owner, expires, reason: why }) => ({
        ...(project === undefined ? {} : { project }),
        ...(namespace === undefined ? {} : { namespace }),
        ...(names === undefined ? {} : { names }),
        owner,
        expires,
        reason: why,
      })),
    ),
  };
}

/**
 * An exception as an object of its own, as Kyverno has one for each generation of its policies. It names what was
 * rendered for the rule.
 */
export function kyvernoException(
  platform: Platform,
  rule: Rule,
  exception: PolicyExceptionProps,
  index: number,
  policies: readonly PolicyObject[],
): PolicyObject {
  const isOld = policies.some(({ apiVersion }) => apiVersion === 'kyverno.io/v1');
  return {
    apiVersion: isOld ? 'kyverno.io/v2' : 'policies.kyverno.io/v1',
    kind: 'PolicyException',
    metadata: {
      name: `${policyName(platform, rule)}-${index + 1}`,
      namespace: engineNamespace(platform),
      labels: { ...platformLabels(platform), [platform.keys.rule]: rule.id },
      annotations: exceptionsAnnotation(platform, [exception]),
    },
    spec: isOld ? byKinds(platform, rule, exception, policies) : byCondition(platform, exception, policies),
  };
}

/** kyverno.io: by kind, namespace and name; no last day. */
function byKinds(
  platform: Platform,
  rule: Rule,
  exception: PolicyExceptionProps,
  policies: readonly PolicyObject[],
): object {
  const { names } = exception;
  return {
    background: true,
    exceptions: policies.map(({ metadata, spec }) => ({
      policyName: metadata.name,
      ruleNames: (spec as { rules: readonly { name: string }[] }).rules.map(({ name }) => name),
    })),
    match: {
      any: rule.judges.map(({ kinds }) => ({
        resources: {
          kinds: kyvernoKinds(kinds),
          namespaces: [exceptedNamespace(platform, exception)],
          ...(names === undefined ? {} : { names: names.flatMap((name) => [name, `${name}-*`]) }),
        },
      })),
    },
  };
}

/** policies.kyverno.io: by expression, and over by itself. */
function byCondition(platform: Platform, exception: PolicyExceptionProps, policies: readonly PolicyObject[]): object {
  return {
    policyRefs: policies.map(({ metadata, kind }) => ({ name: metadata.name, kind })),
    matchConditions: [{ name: 'excepted-work', expression: exceptionCondition(platform, exception) }],
    // The last day counts whole.
    expiresAt: `${exception.expires}T23:59:59Z`,
  };
}
