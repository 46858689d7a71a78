import type { InputFaults } from '../../input/input-fault';
import { missingText } from '../missing';
import { SESSION_TAGS } from '../role-context';
import type { Policy } from '../policy/policy';
import { isSamePolicy } from './one-policy';
import type { AccessFacts, Role } from './role';

/** Roles that an input shows, and those of which it says only that it gives them something. */
type Roles = Pick<AccessFacts, 'roles' | 'rolesElsewhere'>;

/**
 * The roles of stacks and those that AWS printed, each once. What one input gives to a role of another counts as the role's. Where
 * both show a role they have to say the same of it: which of two that differ counts, nobody knows.
 */
export function joinedRoles(planned: Roles, printed: readonly Role[], faults: InputFaults): Roles {
  // A policy that was printed by itself names the role and nothing else of it.
  const whole = printed.filter(({ arn, trust }) => arn !== undefined || trust !== undefined);
  const parts = [...planned.rolesElsewhere, ...printed.filter((role) => !whole.includes(role))];
  const shown = planned.roles.map((role) => {
    const same = whole.find((other) => isSameRole(role, other));
    return same === undefined ? role : agreed(role, same, faults);
  });
  const further = whole.filter((role) => !planned.roles.some((other) => isSameRole(other, role)));
  const roles = [...shown, ...further].map((role) =>
    parts.filter((part) => isSameRole(role, part)).reduce(withPart, role),
  );
  const isFree = (part: Role): boolean => !roles.some((role) => isSameRole(role, part));
  return {
    roles: [...roles, ...parts.filter((part) => printed.includes(part) && isFree(part))],
    rolesElsewhere: planned.rolesElsewhere.filter(isFree),
  };
}

/** An account has each name once. */
function isSameRole(a: Role, b: Role): boolean {
  return a.name === b.name && (a.account === undefined || b.account === undefined || a.account === b.account);
}

function withPart(role: Role, part: Role): Role {
  const identity = part.identity.filter((policy) => !isAmong(policiesOf(role), ['identity', policy]));
  const missing = part.missing.filter(
    (item) => !role.missing.some((known) => missingText(known) === missingText(item)),
  );
  const attached = allAttached(role, part);
  if (identity.length + missing.length === 0 && attached.length === (role.attached ?? []).length) return role;
  return { ...role, attached, identity: [...role.identity, ...identity], missing: [...role.missing, ...missing] };
}

/** What is known of a role by a stack and by what AWS printed of it; a fault where these differ. */
function agreed(planned: Role, printed: Role, faults: InputFaults): Role {
  // Who prints a role alone sees its trust and no more.
  const isAlone = printed.missing.some(({ kind }) => kind === 'every-policy');
  const compared = (role: Role): readonly Used[] => policiesOf(role).filter(([as]) => !isAlone || as === 'trust');
  const [plan, now] = [compared(planned), compared(printed)];
  const missing = new Set(planned.missing.map(missingText));
  // What a stack names and does not hold, a policy of AWS for one, is as it was printed.
  const filled = now.filter(([, { place }]) => missing.has(place.name));
  const open = planned.missing.filter((item) => !filled.some(([, { place }]) => place.name === missingText(item)));
  const isSame =
    plan.every((item) => isAmong(now, item)) &&
    // What is still not known may be what was printed under a name that AWS chose.
    (open.length > 0 || now.every((item) => filled.includes(item) || isAmong(plan, item))) &&
    (isAlone || printed.missing.every((item) => missing.has(missingText(item))));
  if (!isSame) refuse(printed, faults);
  return {
    ...planned,
    ...agreedTags(planned, printed),
    attached: allAttached(planned, printed),
    boundaryArn: planned.boundaryArn ?? printed.boundaryArn,
    arn: planned.arn ?? printed.arn,
    account: planned.account ?? printed.account,
    path: planned.path ?? printed.path,
    identity: [...planned.identity, ...filled.flatMap(([as, policy]) => (as === 'identity' ? [policy] : []))],
    boundary: planned.boundary ?? printed.boundary,
    trust: planned.trust ?? printed.trust,
    missing: open,
  };
}

function allAttached(...roles: readonly Role[]): readonly string[] {
  return [...new Set(roles.flatMap(({ attached = [] }) => attached))];
}

/** Which of two tags counts that differ nobody knows; those of sessions are no tags of the role. */
function agreedTags(planned: Role, printed: Role): Pick<Role, 'tags' | 'unknownTags'> {
  const isSame = (key: string): boolean =>
    SESSION_TAGS.includes(key) || planned.tags.get(key) === printed.tags.get(key);
  const differing = [...planned.tags.keys(), ...printed.tags.keys()].filter((key) => !isSame(key));
  const { unknownTags = new Set() } = planned;
  return {
    tags: new Map([...planned.tags].filter(([key]) => isSame(key))),
    unknownTags: unknownTags === 'all' ? 'all' : new Set([...unknownTags, ...differing]),
  };
}

type Used = readonly [as: 'identity' | 'boundary' | 'trust', policy: Policy];

function policiesOf({ identity, boundary, trust }: Role): readonly Used[] {
  return [
    ...identity.map((policy) => ['identity', policy] as const),
    ...(boundary === undefined ? [] : [['boundary', boundary] as const]),
    ...(trust === undefined ? [] : [['trust', trust] as const]),
  ];
}

const isAmong = (all: readonly Used[], [as, policy]: Used): boolean =>
  all.some(([usedAs, other]) => usedAs === as && isSamePolicy(other, policy));

function refuse({ name, trust, identity }: Role, faults: InputFaults): void {
  const place = (trust ?? identity[0])?.place;
  if (place === undefined) return;
  faults.inDocument(
    place.document,
    place.path,
    `role ${name} with other policies than in a plan`,
    'the same policies',
    'leave out the file that does not count: what is planned, or what AWS has now',
  );
}
