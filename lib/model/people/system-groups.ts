/** Members may do everything, before any authorizer is asked (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles). */
export const MASTERS = 'system:masters';

/** The kubelets (https://kubernetes.io/docs/reference/access-authn-authz/node/). */
export const NODES = 'system:nodes';
/** How the user of each of them begins. */
export const NODE_USER = 'system:node:';

/** Machines that are about to join: theirs are subgroups as well (https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/). */
export const BOOTSTRAPPERS = 'system:bootstrappers';

/** Whoever has shown who he is. */
export const AUTHENTICATED = 'system:authenticated';
/** Whoever has not. */
export const UNAUTHENTICATED = 'system:unauthenticated';
/** The user of that group, whom bindings name as well. */
export const ANONYMOUS = 'system:anonymous';

/** Every service account (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/). */
export const ALL_ACCOUNTS = 'system:serviceaccounts';

/** Every service account of a namespace. */
export const accountsGroup = (namespace: string): string => `${ALL_ACCOUNTS}:${namespace}`;

/** Groups that everybody or every pod is in; rights of one are everybody's. */
export const EVERYBODY: ReadonlySet<string> = new Set([AUTHENTICATED, UNAUTHENTICATED, ALL_ACCOUNTS, ANONYMOUS]);
