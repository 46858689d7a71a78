/** Members may do everything, before any authorizer is asked (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles). */
export const MASTERS = 'system:masters';

/** The kubelets (https://kubernetes.io/docs/reference/access-authn-authz/node/). */
export const NODES = 'system:nodes';

/** Groups that everybody or every pod is in; rights of one are everybody's. */
export const EVERYBODY: ReadonlySet<string> = new Set([
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
  'system:anonymous',
]);
