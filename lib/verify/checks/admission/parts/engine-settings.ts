import { NODES } from '../../../../model/people/system-groups';
import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { completeLabels } from '../../../labels/labels';
import { matches, readSelector } from '../../../labels/selector';
import { settingsField } from '../../../scope/settings';
import { fails, notKnown, type Problem } from '../../../problem';
import { labelsOfNamespace } from '../../../scope/training-scope';
import { ELSEWHERE } from './elsewhere';

/** Whose requests Kyverno passes by (https://kyverno.io/docs/installation/customization/#configmap-keys). */
const PASSED_BY = ['excludeGroups', 'excludeUsernames', 'excludeRoles', 'excludeClusterRoles'];
/** Kubelets are passed by unless somebody says otherwise. */
const BY_DEFAULT = NODES;

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
  const given = settingsField(webhooks);
  // One webhook, or a list of them.
  const each = Array.isArray(given?.value) ? given.items() : given === undefined ? [] : [given];
  const conditions = data?.get('matchConditions');
  const isConditioned = typeof conditions?.value === 'string' && !/^\s*(?:\[\s*\])?\s*$/.test(conditions.value);
  return [
    ...each.flatMap((webhook) => deafProblems(evidence, webhook.get('namespaceSelector'), webhooks)),
    ...(isConditioned ? [notKnown('hears only of what fits conditions', { at: conditions })] : []),
  ];
}

/** Namespaces of which a webhook hears nothing. */
function deafProblems({ scope }: Evidence, given: Field | undefined, at: Field | undefined): readonly Problem[] {
  if (given === undefined) return [];
  const selector = readSelector(given);
  if (selector === undefined) return [notKnown('hears of namespaces by a selector that cannot be read', { at })];
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
  return deafProblems(evidence, at, at);
}
