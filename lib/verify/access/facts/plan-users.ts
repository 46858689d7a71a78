import type { InputFaults } from '../../input/input-fault';
import { cloudName, type PlanLinks } from '../../input/pulumi/plan-links';
import { knownList, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type AccountFacts, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanValue } from '../../input/pulumi/wire-value';
import type { NamedPolicy, PolicyHolder } from '../policy/named-policy';
import type { Policy } from '../policy/policy';
import { ROLE } from '../../input/pulumi/resource-types';
import { ATTACHING } from './role-attachments';
import { changeableArn, plannedPolicy } from './managed-policy';
import { boundaryOf } from './plan-roles';
import { plannedTags, UNKNOWN_TAGS } from './planned-tags';
import { PolicyReader } from './policy-reader';
import type { Role } from './role';

const USER = 'aws:iam/user:User';
const GROUP = 'aws:iam/group:Group';

type HolderType = typeof USER | typeof GROUP | typeof ROLE;

/**
 * What gives users and groups rights, and roles of other programs: its input with their names, of which kind they are, and the
 * input with policies.
 */
const GIVING: readonly (readonly [type: string, names: string, kind: HolderType, policies: string])[] = [
  ['aws:iam/rolePolicy:RolePolicy', 'role', ROLE, 'policy'],
  ...Object.entries(ATTACHING).map(([type, [roles, policies]]) => [type, roles, ROLE, policies] as const),
  ['aws:iam/userPolicy:UserPolicy', 'user', USER, 'policy'],
  ['aws:iam/userPolicyAttachment:UserPolicyAttachment', 'user', USER, 'policyArn'],
  ['aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive', 'userName', USER, 'policyArns'],
  ['aws:iam/policyAttachment:PolicyAttachment', 'users', USER, 'policyArn'],
  ['aws:iam/groupPolicy:GroupPolicy', 'group', GROUP, 'policy'],
  ['aws:iam/groupPolicyAttachment:GroupPolicyAttachment', 'group', GROUP, 'policyArn'],
  ['aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive', 'groupName', GROUP, 'policyArns'],
  ['aws:iam/policyAttachment:PolicyAttachment', 'groups', GROUP, 'policyArn'],
];

interface Holder {
  readonly name: string;
  readonly kind: HolderType;
  readonly resource: PlannedResource | undefined;
  readonly identity: Policy[];
  readonly attached: string[];
  readonly reader: PolicyReader;
}

/**
 * Users of a plan and groups of users, as far as something gives them rights, each like a role. Who is in a group does not
 * matter: it is judged like one user that has its rights, and whatever tags.
 */
export function planUsers(links: PlanLinks, account: AccountFacts, faults: InputFaults): readonly Role[] {
  return holdersIn(links, account, faults, [USER, GROUP]);
}

/**
 * Roles that a plan names and does not make, by what it gives them: under which path they lie, and what else they have, it does
 * not show.
 */
export function planRolesElsewhere(links: PlanLinks, account: AccountFacts, faults: InputFaults): readonly Role[] {
  return holdersIn(links, account, faults, [ROLE]);
}

function holdersIn(
  links: PlanLinks,
  account: AccountFacts,
  faults: InputFaults,
  kinds: readonly HolderType[],
): readonly Role[] {
  const holders = new Map<string, Holder>();
  for (const [type, names, kind, policies] of GIVING) {
    if (!kinds.includes(kind)) continue;
    for (const item of links.of(type)) {
      // Roles of the plan are read with all that they have, and one that nobody knows is told about elsewhere.
      if (kind === ROLE && (isOpen(item, names) || links.targets(item, names, ROLE).length > 0)) continue;
      for (const [given, resource] of holdersOf(links, item, names, kind)) {
        const name = kind === GROUP ? `(of group ${given})` : given;
        const key = `${kind} ${given}`;
        const reader = new PolicyReader(faults);
        const holder = holders.get(key) ?? { name, kind, resource, identity: [], attached: [], reader };
        holders.set(key, holder);
        give(links, item, policies, holder, account);
      }
    }
  }
  return [...holders.values()].map((holder) => userOf(links, holder, account));
}

function userOf(links: PlanLinks, holder: Holder, account: AccountFacts): Role {
  const { name, kind, resource, identity, attached, reader } = holder;
  const path = (resource === undefined ? undefined : knownText(propertyOf(resource, 'path'))) ?? '/';
  return {
    name,
    path: kind === ROLE ? undefined : path,
    arn:
      account.id === undefined || kind === ROLE
        ? undefined
        : `arn:${account.partition}:iam::${account.id}:user${path}${name}`,
    account: account.id,
    isUser: kind !== ROLE,
    ...(resource === undefined || kind !== USER ? UNKNOWN_TAGS : plannedTags(links, resource)),
    identity,
    attached,
    ...(resource === undefined
      ? { boundary: undefined, boundaryArn: undefined }
      : boundaryOf(links, resource, name, account, reader)),
    trust: undefined,
    missing: reader.missing,
  };
}

const NOBODY_KNOWN = '(not known)';

function isOpen(item: PlannedResource, property: string): boolean {
  return eachOf(propertyOf(item, property)).every((name) => knownText(name) === undefined);
}

/** The users, groups or roles that an input names, by name, and by their resource where the plan has it. */
function holdersOf(
  links: PlanLinks,
  item: PlannedResource,
  property: string,
  type: string,
): readonly (readonly [string, PlannedResource | undefined])[] {
  const value = propertyOf(item, property);
  if (value === undefined) return [];
  const planned = links.targets(item, property, type);
  const names = eachOf(value).flatMap((one) => knownText(one) ?? []);
  const found = new Map<string, PlannedResource | undefined>(names.map((name) => [name, undefined]));
  for (const resource of planned) found.set(cloudName(resource), resource);
  if (found.size === 0 && !(Array.isArray(value) && value.length === 0)) found.set(NOBODY_KNOWN, undefined);
  return [...found];
}

function give(
  links: PlanLinks,
  item: PlannedResource,
  property: string,
  { name, kind, identity, attached, reader }: Holder,
  account: AccountFacts,
): void {
  const holder: PolicyHolder = `${kind === ROLE ? 'role' : 'user'} ${name}`;
  const value = propertyOf(item, property);
  if (property === 'policy') {
    const policy = reader.read(value, item, property, { kind: 'inline-policy', policy: cloudName(item), holder });
    if (policy !== undefined) identity.push(policy);
    return;
  }
  const named = (policy: string): NamedPolicy => ({ kind: 'attached-policy', policy, holder });
  for (const arn of eachOf(value)) {
    const target = plannedPolicy(links, item, property, arn);
    const changeable = changeableArn(links, [item, property, arn], account);
    if (changeable !== undefined) attached.push(changeable);
    const policy =
      target === undefined
        ? undefined
        : reader.read(propertyOf(target, 'policy'), target, 'policy', named(cloudName(target)));
    if (policy !== undefined) identity.push(policy);
    else if (target === undefined) reader.missing.push(named(knownText(arn) ?? NOBODY_KNOWN));
  }
}

function eachOf(value: PlanValue | undefined): readonly (PlanValue | undefined)[] {
  return Array.isArray(value) ? knownList(value) : [value];
}
