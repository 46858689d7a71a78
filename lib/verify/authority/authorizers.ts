import { MASTERS, NODES } from '../../model/people/system-groups';
import { BUILT_IN_CLUSTER_ROLES } from './builtin-roles.generated';
import type { Rule } from './rule';

/** What the API server lets a group do beside RBAC, whatever roles and bindings say. */
export interface Authorizer {
  readonly name: string;
  readonly group: string;
  readonly rules: readonly Rule[];
}

/** Every right there is. */
export const EVERY_RIGHT: readonly Rule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

/**
 * Kubelets are let in by the node authorizer, by the rules of a role that nobody is bound to
 * (https://kubernetes.io/docs/reference/access-authn-authz/node/). Each gets what its own pods need of it; which pods
 * these are, is not known here.
 */
export const AUTHORIZERS: readonly Authorizer[] = [
  { name: MASTERS, group: MASTERS, rules: EVERY_RIGHT },
  {
    name: 'system:node',
    group: NODES,
    rules: BUILT_IN_CLUSTER_ROLES.find(({ name }) => name === 'system:node')?.rules ?? [],
  },
];
