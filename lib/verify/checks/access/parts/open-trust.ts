import type { Role } from '../../../access/facts/role';
import { trusted } from '../../../access/trust';
import { fails, notKnown, type Problem } from '../../../problem';

/** Whoever of another account may take a role on, and everybody. Who of the own account may, their own rights say. */
export function openTrust(role: Role): readonly Problem[] {
  const at = role.trust?.place;
  return trusted(role).flatMap((item): readonly Problem[] => {
    if (item.kind !== 'other') return [];
    const { principal, statement } = item;
    if (isForeign(principal, role.account)) return [fails(`trusts ${principal} of another account`, { at })];
    if (!EVERYBODY.has(principal)) return [];
    const who = principal === '*' ? 'everybody' : principal;
    return statement.conditions.length === 0
      ? [fails(`trusts ${who}`, { at })]
      : [notKnown(`trusts ${who} under conditions, and whom these mean is not judged`, { at })];
  });
}

/** As {@link trusted} calls them. */
const EVERYBODY: ReadonlySet<string> = new Set(['*', 'everybody but some']);

/** `AWS 111122223333`, `AWS arn:aws:iam::111122223333:root`. */
function isForeign(principal: string, account: string | undefined): boolean {
  const owner = /^AWS (?:(\d{12})$|arn:[^:]+:(?:iam|sts)::(\d{12}):)/.exec(principal);
  const id = owner?.[1] ?? owner?.[2];
  return account !== undefined && id !== undefined && id !== account;
}
