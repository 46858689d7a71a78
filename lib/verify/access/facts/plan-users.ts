import type { InputFaults } from '../../input/input-fault';
import { cloudName, type PlanLinks } from '../../input/pulumi/plan-links';
import { knownList, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanValue } from '../../input/pulumi/wire-value';
import type { NamedPolicy } from '../policy/named-policy';
import type { Policy } from '../policy/policy';
import type { AccountFacts } from './plan-account';
import { boundaryOf, managedPolicy } from './plan-roles';
import { PolicyReader } from './policy-reader';
import type { Role } from './role';

const USER = 'aws:iam/user:User';
const GROUP = 'aws:iam/group:Group';

/** What gives users and groups rights: its input with their names, of which kind they are, and the input with policies. */
const GIVING: readonly (readonly [type: string, names: string, kind: typeof USER | typeof GROUP, policies: string])[] =
  [
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
  readonly resource: PlannedResource | undefined;
  readonly identity: Policy[];
  readonly reader: PolicyReader;
}

/**
 * Users of a plan and groups of users, as far as something gives them rights, each like a role. Who is in a group does not
 * matter: it is judged like one user that has its rights.
 */
export function planUsers(links: PlanLinks, account: AccountFacts, faults: InputFaults): readonly Role[] {
  const holders = new Map<string, Holder>();
  for (const [type, names, kind, policies] of GIVING) {
    for (const item of links.of(type)) {
      for (const [given, resource] of holdersOf(links, item, names, kind)) {
        const name = kind === USER ? given : `(of group ${given})`;
        const holder = holders.get(name) ?? { name, resource, identity: [], reader: new PolicyReader(faults) };
        holders.set(name, holder);
        give(links, item, policies, holder);
      }
    }
  }
  return [...holders.values()].map((holder) => userOf(links, holder, account));
}

function userOf(links: PlanLinks, { name, resource, identity, reader }: Holder, account: AccountFacts): Role {
  const path = (resource === undefined ? undefined : knownText(propertyOf(resource, 'path'))) ?? '/';
  return {
    name,
    path,
    arn: account.id === undefined ? undefined : `arn:${account.partition}:iam::${account.id}:user${path}${name}`,
    account: account.id,
    tags: new Map(),
    identity,
    boundary: resource === undefined ? undefined : boundaryOf(links, resource, name, reader),
    trust: undefined,
    missing: reader.missing,
  };
}

/** The users or groups that an input names, by name, and by their resource where the plan has it. */
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
  if (found.size === 0 && !(Array.isArray(value) && value.length === 0)) found.set('(not known)', undefined);
  return [...found];
}

function give(links: PlanLinks, item: PlannedResource, property: string, { name, identity, reader }: Holder): void {
  const value = propertyOf(item, property);
  if (property === 'policy') {
    const policy = reader.read(value, item, property, {
      kind: 'inline-policy',
      policy: cloudName(item),
      holder: `user ${name}`,
    });
    if (policy !== undefined) identity.push(policy);
    return;
  }
  const attached = (policy: string): NamedPolicy => ({ kind: 'attached-policy', policy, holder: `user ${name}` });
  for (const arn of eachOf(value)) {
    const target = managedPolicy(links, item, property, arn);
    const policy =
      target === undefined
        ? undefined
        : reader.read(propertyOf(target, 'policy'), target, 'policy', attached(cloudName(target)));
    if (policy !== undefined) identity.push(policy);
    else if (target === undefined) reader.missing.push(attached(knownText(arn) ?? '(not known)'));
  }
}

function eachOf(value: PlanValue | undefined): readonly (PlanValue | undefined)[] {
  return Array.isArray(value) ? knownList(value) : [value];
}
