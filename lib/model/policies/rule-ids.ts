/**
 * Every admission rule by its id, with what an exception of it may name: a project, any other namespace, or nothing,
 * where the rule judges who does something and the way out is to list that person. The rules themselves are in
 * `lib/policies/rules`. Ids are stable: policy names, exceptions and reports refer to them.
 */
export const RULE_IDS = {
  // Training pods
  'training-nodes': 'project',
  'pod-security': 'project',
  'container-resources': 'project',
  'gpu-share': 'project',
  'service-account': 'project',
  'own-volumes': 'project',
  'image-digest': 'project',
  'image-registry': 'project',
  'image-signature': 'project',
  'device-access': 'project',
  'secret-variables': 'project',
  'read-only-root': 'project',
  'runtime-class': 'project',
  'priority-class': 'project',
  'resource-claims': 'project',
  'owned-pods': 'project',
  'queue-label': 'project',
  // Everybody's pods
  'node-name': 'namespace',
  'training-taint': 'namespace',
  'node-selection': 'namespace',
  'gpu-requests': 'namespace',
  // People
  'pod-access': 'nothing',
  'account-tokens': 'nothing',
  'node-proxy': 'nothing',
  'queue-bypass': 'nothing',
  'queue-gates': 'nothing',
  // Guards of what isolates
  'namespace-labels': 'nothing',
  'project-namespaces': 'nothing',
  'project-guards': 'nothing',
  'cluster-guards': 'nothing',
  'controller-objects': 'nothing',
  'claim-sources': 'nothing',
  'snapshot-sources': 'nothing',
  'service-shape': 'nothing',
  'library-files': 'nothing',
  'policy-engine': 'nothing',
  'node-labels': 'nothing',
  'pod-binding': 'nothing',
} as const;

/** Id of an admission rule; `docs/policies.md` lists them. */
export type RuleId = keyof typeof RULE_IDS;

/** Rules about work, of which work can be excepted. */
export type WorkRuleId = {
  [Id in RuleId]: (typeof RULE_IDS)[Id] extends 'nothing' ? never : Id;
}[RuleId];

export const isWorkRuleId = (id: RuleId): id is WorkRuleId => RULE_IDS[id] !== 'nothing';

export const isRuleId = (id: string): id is RuleId => Object.hasOwn(RULE_IDS, id);
