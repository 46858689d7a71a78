import { ACCOUNT_USER, accountOfUser, accountUser } from '../../model/people/account-user';
import { MASTERS, NODES } from '../../model/people/system-groups';
import type { Actor } from './actor';
import { requestText, type ApiRequest } from './rule';
import type { RbacSubject } from './subject';

/** A way to take on somebody by headers of a call. */
export interface Impersonation {
  /** The right that it takes, in words. */
  readonly step: string;
  /** Mode of a constrained impersonation: calls need a right of their own each. Undefined for one without bounds. */
  readonly mode: string | undefined;
}

/** Group of the resources that constrained impersonation asks for. */
export const AUTHENTICATION = 'authentication.k8s.io';
/** Rights that the API server looks up while it answers a call, for whoever was taken on. */
const ASKED_WITHIN = ['bind', 'escalate', 'approve', 'sign', 'attest'];

/**
 * How somebody may take on another: by `impersonate`, or under constraint by `impersonate:MODE` together with
 * `impersonate-on:MODE:VERB` on what is then called (https://kep.k8s.io/5284, on by default since Kubernetes 1.36).
 */
export function impersonations(actor: Actor, other: RbacSubject): readonly Impersonation[] {
  if (!actor.impersonates) return [];
  return [plain(actor, other), ...constrained(actor, other)].flatMap((found) => found ?? []);
}

function plain(actor: Actor, other: RbacSubject): Impersonation | undefined {
  const by = (resource: string, name: string, namespace?: string): Impersonation | undefined =>
    way(actor, asking('impersonate', '', resource, name, namespace), undefined);
  switch (other.kind) {
    case 'User':
    case 'IAM':
      return by('users', other.name);
    case 'Group':
      // A group is impersonated together with some user.
      return actor.mayForSome(asking('impersonate', '', 'users')) ? by('groups', other.name) : undefined;
    case 'ServiceAccount':
      return (
        by('serviceaccounts', other.name, other.namespace) ?? by('users', accountUser(other.namespace, other.name))
      );
  }
}

function constrained(actor: Actor, other: RbacSubject): readonly (Impersonation | undefined)[] {
  const by = (mode: string, resource: string, name?: string, namespace?: string): Impersonation | undefined =>
    way(actor, asking(`impersonate:${mode}`, AUTHENTICATION, resource, name, namespace), mode);
  // The mode asks for every node, and lets an account have its own; which one that is, is not known here.
  const byNode = (name?: string): readonly (Impersonation | undefined)[] => [
    by('arbitrary-node', 'nodes', name),
    isAccount(actor.subject) ? by('associated-node', 'nodes', '*') : undefined,
  ];
  if (other.kind === 'ServiceAccount') return [by('serviceaccount', 'serviceaccounts', other.name, other.namespace)];
  if (other.kind === 'Group') {
    // Never taken on under constraint, whatever a role says.
    if (other.name === MASTERS) return [];
    const withSomeUser = actor.mayForSome(asking('impersonate:user-info', AUTHENTICATION, 'users'));
    return [
      ...(other.name === NODES ? byNode() : []),
      // Of four groups or more the API server asks for `*` first.
      ...(withSomeUser ? [by('user-info', 'groups', other.name) ?? by('user-info', 'groups', '*')] : []),
    ];
  }
  const account = accountOfUser(other.name);
  if (account !== undefined) return [by('serviceaccount', 'serviceaccounts', account.name, account.namespace)];
  const [, node] = /^system:node:([^:]+)$/.exec(other.name) ?? [];
  return node === undefined ? [by('user-info', 'users', other.name)] : byNode(node);
}

/** What somebody may do who has taken on another under constraint: what both may, and nobody else's identity. */
export function underConstraint(actor: Actor, other: Actor, mode: string): Actor {
  const on = (request: ApiRequest): ApiRequest => ({ ...request, verb: `impersonate-on:${mode}:${request.verb}` });
  const isOpen = ({ verb }: ApiRequest): boolean => ASKED_WITHIN.includes(verb);
  const isImpersonation = ({ verb }: ApiRequest): boolean => verb.startsWith('impersonate');
  return {
    subject: actor.subject,
    roles: other.roles,
    impersonates: false,
    namespaces: other.namespaces,
    may: (request) => !isImpersonation(request) && other.may(request) && (isOpen(request) || actor.may(on(request))),
    mayForSome: (request) =>
      !isImpersonation(request) && other.mayForSome(request) && (isOpen(request) || actor.mayForSome(on(request))),
  };
}

function way(actor: Actor, request: ApiRequest, mode: string | undefined): Impersonation | undefined {
  const isAllowed = request.name === undefined ? actor.mayForSome(request) : actor.may(request);
  return isAllowed ? { step: requestText(request), mode } : undefined;
}

function asking(verb: string, apiGroup: string, resource: string, name?: string, namespace?: string): ApiRequest {
  return {
    verb,
    apiGroup,
    resource,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** Whether somebody is a service account, or may be one in a group. */
function isAccount(subject: RbacSubject): boolean {
  if (subject.kind === 'User') return subject.name.startsWith(ACCOUNT_USER);
  return subject.kind !== 'IAM';
}
