import type { Condition, Statement } from './policy/policy';

/**
 * For whom a statement lets services of AWS act: for one account, for whomever, or for somebody that it names and whose
 * account it does not show.
 */
export type ActsFor =
  { readonly kind: 'nobody' | 'own account' | 'anybody' } | { readonly kind: 'somebody'; readonly name: string };

/**
 * For whom services of AWS may act by an allowing statement of a resource's policy. One that nothing holds to an account
 * acts for everybody who asks it to, with the rights that the resource gives it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention).
 */
export function actsFor({ principals, conditions }: Statement, account: string): ActsFor {
  if (principals === undefined || conditions.some(excludesServices)) return { kind: 'nobody' };
  const named = principals.byKind.get('Service') ?? [];
  if (named.length === 0 && !principals.everybody && !principals.negated) return { kind: 'nobody' };
  const limits = conditions.filter(narrows);
  if (limits.some((condition) => accountsOf(condition).every((id) => id === account))) return { kind: 'own account' };
  const [unclear] = limits.filter((condition) =>
    accountsOf(condition).every((id) => id === undefined || id === account),
  );
  return unclear === undefined ? { kind: 'anybody' } : { kind: 'somebody', name: unclear.values.join(', ') };
}

/** Keys that services do not send, since they come as no principal of an account and through no endpoint of a network. */
export function isAbsentForServices(key: string): boolean {
  return OF_CALLERS.test(key) || /^aws:(?:sourcevpc(?:e|arn)?|vpce.*|vpcsourceip)$/.test(key);
}

/** Keys that only services send, in their own name, and that of a person: none of them comes with the session of a role. */
export function isAbsentForRoles(key: string): boolean {
  return /^aws:(?:username|principalservicename(?:slist)?|source(?:arn|account|orgid|orgpaths))$/.test(key);
}

const OF_CALLERS = /^aws:(?:principal(?:arn|account|orgid|orgpaths|tag\/.*)|userid|username)$/;

function excludesServices({ key, operator, ifExists, qualifier, values }: Condition): boolean {
  const wants = values.map((value) => value.toLowerCase());
  if (key === 'aws:principalisawsservice') return operator === 'Bool' && !wants.includes('true');
  if (!OF_CALLERS.test(key)) return false;
  if (operator === 'Null') return !wants.includes('true');
  return !operator.includes('Not') && !ifExists && qualifier !== 'ForAllValues';
}

const SOURCE = /^(?:aws:source(?:account|arn|orgid|orgpaths)|kms:calleraccount|kms:encryptioncontext:.+)$/;
const EQUALS = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']);

function narrows({ key, operator, ifExists, qualifier }: Condition): boolean {
  return SOURCE.test(key) && EQUALS.has(operator) && !ifExists && qualifier !== 'ForAllValues';
}

/** The account that each value of a condition names; `*` where it leaves it open, undefined where it does not show it. */
function accountsOf({ key, values }: Condition): readonly (string | undefined)[] {
  const isAccount = key === 'aws:sourceaccount' || key === 'kms:calleraccount';
  return values.map((value) => {
    if (isAccount) return /[*?$]/.test(value) ? '*' : value;
    const parts = value.split(':');
    if (parts[0] !== 'arn') return /[*?$]/.test(value) || key.startsWith('kms:') ? '*' : undefined;
    const id = parts[4];
    if (id === undefined || /[*?$]/.test(id)) return '*';
    // ARNs of buckets show no account.
    return id === '' ? (/[*?$]/.test(parts[5]?.split('/')[0] ?? '*') ? '*' : undefined) : id;
  });
}
