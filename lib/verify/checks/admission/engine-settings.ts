import type { Evidence } from '../../evidence';
import type { Field } from '../../input/field';
import { completeLabels } from '../../labels/labels';
import { matches, readSelector, selectorOf, type Requirement, type Selector } from '../../labels/selector';
import { readSettings } from '../../scope/settings';
import { fails, notKnown, type Problem } from '../../problem';
import { ELSEWHERE, labelsOfNamespace } from './probe';

type Json = Readonly<Record<string, unknown>>;

/** Whose requests Kyverno passes by (https://kyverno.io/docs/installation/customization/#configmap-keys). */
const PASSED_BY = ['excludeGroups', 'excludeUsernames', 'excludeRoles', 'excludeClusterRoles'];
/** Kubelets are passed by unless somebody says otherwise. */
const BY_DEFAULT = 'system:nodes';

/** What the settings of Kyverno take away from its policies, beside its filters: people, namespaces, and what fits no condition. */
export function settingsProblems(evidence: Evidence, data: Field | undefined): readonly Problem[] {
  return [...PASSED_BY.flatMap((key) => peopleProblems(evidence, data?.get(key))), ...sentProblems(evidence, data)];
}

function peopleProblems({ platform }: Evidence, at: Field | undefined): readonly Problem[] {
  const meant = new Set<string>([BY_DEFAULT, ...(platform?.policies.platformGroups ?? [])]);
  const names = String(at?.value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('!') && !meant.has(name));
  if (names.length === 0) return [];
  const text = `passes by whatever ${names.join(', ')} may ask for`;
  return [platform === undefined ? notKnown(text, { at }) : fails(text, { at })];
}

function sentProblems(evidence: Evidence, data: Field | undefined): readonly Problem[] {
  const webhooks = data?.get('webhooks');
  const given = typeof webhooks?.value === 'string' ? readSettings(webhooks.value) : undefined;
  const selectors = [given].flat().flatMap((one) => {
    const selector = (one as Json | undefined)?.['namespaceSelector'];
    return selector === undefined ? [] : [selectorIn(selector as Json)];
  });
  const conditions = data?.get('matchConditions');
  const isConditioned = typeof conditions?.value === 'string' && !/^\s*(?:\[\s*\])?\s*$/.test(conditions.value);
  return [
    ...selectors.flatMap((selector) => deafProblems(evidence, selector, webhooks)),
    ...(isConditioned ? [notKnown('hears only of what fits conditions', { at: conditions })] : []),
  ];
}

/** Namespaces of which a webhook hears nothing. */
export function deafProblems({ scope }: Evidence, selector: Selector, at: Field | undefined): readonly Problem[] {
  const places = [
    ...scope.namespaces.map((namespace) => [namespace.name, labelsOfNamespace(namespace)] as const),
    ['namespaces outside the projects', ELSEWHERE] as const,
  ];
  const deaf = places.filter(([, labels]) => matches(selector, completeLabels(labels)) !== 'yes');
  return deaf.slice(0, 1).map(([name]) => fails(`hears nothing of ${name}`, { at }));
}

/** What a webhook in a dump leaves out. */
export function webhookProblems(evidence: Evidence, webhook: Field): readonly Problem[] {
  const at = webhook.get('namespaceSelector');
  const selector = at === undefined ? undefined : readSelector(at);
  return selector === undefined ? [] : deafProblems(evidence, selector, at);
}

function selectorIn({ matchLabels, matchExpressions }: Json): Selector {
  const equal = Object.entries((matchLabels ?? {}) as Json).map(([key, value]): Requirement => ({
    key,
    operator: 'In',
    values: [String(value)],
  }));
  const others = (Array.isArray(matchExpressions) ? (matchExpressions as readonly Json[]) : []).map(
    ({ key, operator, values }): Requirement => ({
      key: String(key),
      operator: operator as Requirement['operator'],
      values: Array.isArray(values) ? values.map(String) : [],
    }),
  );
  return selectorOf([...equal, ...others]);
}
