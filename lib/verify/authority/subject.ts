import { accountUser } from '../../model/people/account-user';
import { accountsGroup, ALL_ACCOUNTS, AUTHENTICATED, UNAUTHENTICATED } from '../../model/people/system-groups';

/** Somebody whom a binding names. */
export type RbacSubject =
  | { readonly kind: 'User'; readonly name: string }
  | { readonly kind: 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly namespace: string; readonly name: string }
  /** A principal of the cloud whose access does not pass through Kubernetes groups. */
  | { readonly kind: 'IAM'; readonly name: string };

/** Who somebody is to the API server. */
export interface Identity {
  /** Name of the user, `system:serviceaccount:ml-alpha:train`. */
  readonly user: string;
  /** Names of its groups. */
  readonly groups: readonly string[];
}

/** User name and groups of a service account (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/). */
export function serviceAccountIdentity(namespace: string, name: string): Identity {
  return {
    user: accountUser(namespace, name),
    groups: [ALL_ACCOUNTS, accountsGroup(namespace), AUTHENTICATED],
  };
}

/** Whether a subject of a binding means somebody. */
export function means(subject: RbacSubject, { user, groups }: Identity): boolean {
  switch (subject.kind) {
    case 'User':
    case 'IAM':
      return subject.name === user;
    case 'Group':
      return groups.includes(subject.name);
    case 'ServiceAccount':
      return user === accountUser(subject.namespace, subject.name);
  }
}

/** Namespace of the account that a subject means, by its kind or by its name, or of all accounts of a namespace. */
export function accountNamespace(subject: RbacSubject): string | undefined {
  if (subject.kind === 'ServiceAccount') return subject.namespace;
  return /^system:serviceaccounts?:([^:]+)/.exec(subject.name)?.[1];
}

/** The identity that a subject has by itself: of a group, of somebody in it. */
export function identityOf(subject: RbacSubject): Identity {
  switch (subject.kind) {
    case 'User':
    case 'IAM':
      return { user: subject.name, groups: [AUTHENTICATED] };
    case 'Group':
      return {
        user: '',
        groups: [subject.name, ...(subject.name === UNAUTHENTICATED ? [] : [AUTHENTICATED])],
      };
    case 'ServiceAccount':
      return serviceAccountIdentity(subject.namespace, subject.name);
  }
}

/** `Group ml:alpha:scientists`, `ServiceAccount alpha/train`. */
export function subjectText(subject: RbacSubject): string {
  return subject.kind === 'ServiceAccount'
    ? `ServiceAccount ${subject.namespace}/${subject.name}`
    : `${subject.kind} ${subject.name}`;
}
