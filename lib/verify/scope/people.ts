import type { Platform } from '../../model';
import { ALL_ACCOUNTS, EVERYBODY, MASTERS } from '../../model/people/system-groups';
import type { Authority, Grant } from '../authority/authority';
import { isBoundByEks, isEksUser } from '../authority/eks-control-plane';
import { isBoundInEveryCluster, isOfEveryCluster } from '../authority/every-cluster';
import { ruleAllows, type ApiRequest } from '../authority/rule';
import { identityOf, subjectText, type RbacSubject } from '../authority/subject';
import { onceFor } from '../once-for';
import type { Workload } from '../workload/workload';
import { isPerhapsOperator, operatorOf } from './operators';
import type { TrainingScope } from './training-scope';

/** Whether a subject means everybody, or every account of some namespace. */
export function isEverybody({ kind, name }: RbacSubject): boolean {
  return (kind === 'Group' || kind === 'User') && (EVERYBODY.has(name) || name.startsWith(ALL_ACCOUNTS));
}

/** Whether a subject is the group that is let do everything before any authorizer is asked. */
export function isMasters({ kind, name }: RbacSubject): boolean {
  return kind === 'Group' && name === MASTERS;
}

const administratorsOf = onceFor<Authority, Map<string, boolean>>(() => new Map());

/** Whether somebody holds every right in the cluster. */
export function isAdministrator(authority: Authority, subject: RbacSubject): boolean {
  const known = administratorsOf(authority);
  const key = subjectText(subject);
  const found =
    known.get(key) ??
    authority.subjectMay(subject, { verb: 'mutate-anything', apiGroup: 'any.group', resource: 'anything' });
  known.set(key, found);
  return found;
}

/** A right that a binding gives to somebody. */
export type Given = Pick<Grant, 'subject' | 'binding' | 'names'>;

/** What standings depend on. */
export interface People {
  readonly authority: Authority;
  readonly scope: TrainingScope;
  readonly platform: Platform | undefined;
  readonly workloads: readonly Workload[];
}

/**
 * Whether a subject is somebody whose work in projects is judged: people and accounts that are neither administrators nor
 * operators of the description. Kubernetes' own are bound in no project by itself: whoever binds them there gives news.
 */
export function isPerson(people: People, subject: RbacSubject): boolean {
  if (isAdministrator(people.authority, subject) || isEksUser(people, subject)) return false;
  return operatorOf(people, subject) === undefined;
}

/**
 * How a right of somebody is taken. `judged`: by the check that asks. `meant`: it is one of an administrator, whom
 * another check judges, one that every cluster gives by this binding, or one that a component is known to need. A doubt
 * says why neither is known.
 */
export type Standing = 'judged' | 'meant' | { readonly doubt: string };

export function standingOf(people: People, grant: Given, right: ApiRequest): Standing {
  const { subject, binding } = grant;
  if (isAdministrator(people.authority, subject)) return 'meant';
  if (isOfEveryCluster(grant, right) || isBoundByEks(people, binding, subject)) return 'meant';
  if (!isEverybody(subject) && isBoundInEveryCluster(binding, subject))
    return { doubt: 'the versions of Kubernetes known here do not give it so much by this binding' };
  const operator = operatorOf(people, subject);
  if (operator === undefined) return isPerhapsOperator(people, subject) ? { doubt: undescribed(subject) } : 'judged';
  const { names } = grant;
  const requests = names === undefined ? [right] : names.map((name) => ({ ...right, name }));
  if (operator.isNamed || requests.every((one) => operator.rules.some((rule) => ruleAllows(rule, one)))) return 'meant';
  const { user } = identityOf(subject);
  return {
    doubt: `whether ${operator.component} needs that is not known here: if it does, name ${user} under policies.controllers`,
  };
}

/** Why it is not known whether rights of an account that something serves as are meant. */
export function undescribed(subject: RbacSubject): string {
  return `whether it is an operator that needs this only a description says (--platform), with ${identityOf(subject).user} under policies.controllers`;
}
