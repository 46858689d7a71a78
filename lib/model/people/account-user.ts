/** What the API server, and a token that it signs, call a service account (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/). */
export function accountUser(namespace: string, name: string): string {
  return `${ACCOUNT_USER}${namespace}:${name}`;
}

/** What the names of all accounts begin with, and of nobody else. */
export const ACCOUNT_USER = 'system:serviceaccount:';

/** The account that a user name means; undefined for the name of anybody else. */
export function accountOfUser(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}
