import { accountOfArn } from '../../../model/aws/arn';
import type { InputFaults } from '../../input/input-fault';
import { cloudName, type PlanLinks } from '../../input/pulumi/plan-links';
import { propertyOf, type AccountFacts, type PlannedResource } from '../../input/pulumi/planned-resource';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import type { PlanValue } from '../../input/pulumi/wire-value';
import type { NamedPolicy, PolicyHolder } from '../policy/named-policy';
import type { Policy } from '../policy/policy';
import { changeableArn, plannedPolicy } from './managed-policy';
import { plannedTags } from './planned-tags';
import { PolicyReader } from './policy-reader';
import { attachments, unreadGifts } from './role-attachments';
import { ROLE } from '../../input/pulumi/resource-types';
import { roleArn, type PodIdentity, type Role } from './role';

/** The roles of a plan with every policy that any of its resources gives them. */
export function planRoles(
  links: PlanLinks,
  account: AccountFacts,
  podIdentities: readonly PodIdentity[],
  faults: InputFaults,
): readonly Role[] {
  const unread = unreadGifts(links);
  return links.of(ROLE).map((resource) => {
    const name = cloudName(resource);
    const reader = new PolicyReader(faults);
    const writtenPath = propertyOf(resource, 'path');
    const path = writtenPath === undefined ? '/' : knownText(writtenPath);
    const arn =
      knownText(propertyOf(resource, 'arn')) ??
      (account.id === undefined || path === undefined ? undefined : roleArn(account.partition, account.id, path, name));
    const identity = [...identityPolicies(links, resource, name, reader)];
    reader.missing.push(...(unread.get(resource) ?? []).map(({ gift }) => gift));
    const limit = boundaryOf(links, resource, name, account, reader);
    const { tags, unknownTags } = plannedTags(links, resource);
    return {
      name,
      path,
      arn,
      account: accountOfArn(arn ?? '') ?? account.id,
      tags: new Map([...tags, ...sessionTags(podIdentities.filter(({ role }) => role === name))]),
      unknownTags,
      identity,
      attached: attachments(links, resource).flatMap((given) => changeableArn(links, given, account) ?? []),
      ...limit,
      trust: reader.read(propertyOf(resource, 'assumeRolePolicy'), resource, 'assumeRolePolicy', {
        kind: 'trust-policy',
        role: name,
      }),
      missing: reader.missing,
    };
  });
}

function* identityPolicies(
  links: PlanLinks,
  role: PlannedResource,
  name: string,
  reader: PolicyReader,
): Generator<Policy> {
  const holder: PolicyHolder = `role ${name}`;
  const inline = (policy: string): NamedPolicy => ({ kind: 'inline-policy', policy, holder });
  const attached = (policy: string): NamedPolicy => ({ kind: 'attached-policy', policy, holder });
  const read = function* (
    value: PlanValue | undefined,
    from: PlannedResource,
    property: string,
    named: NamedPolicy,
  ): Generator<Policy> {
    const policy = reader.read(value, from, property, named);
    if (policy !== undefined) yield policy;
  };
  for (const [index, item] of knownList(propertyOf(role, 'inlinePolicies')).entries()) {
    const label = knownText(knownField(item, 'name')) ?? String(index);
    yield* read(knownField(item, 'policy'), role, 'inlinePolicies', inline(label));
  }
  for (const policy of links.of('aws:iam/rolePolicy:RolePolicy')) {
    if (!links.refersTo(policy, 'role', role)) continue;
    yield* read(propertyOf(policy, 'policy'), policy, 'policy', inline(cloudName(policy)));
  }
  for (const [from, property, value] of attachments(links, role)) {
    const target = plannedPolicy(links, from, property, value);
    if (target !== undefined) yield* read(propertyOf(target, 'policy'), target, 'policy', attached(cloudName(target)));
    else reader.missing.push(attached(knownText(value) ?? '(not known)'));
  }
  reader.missing.push(...namedElsewhere(links, role).map(inline));
}

/** Inline policies that a role is said to have, and that no resource of the plan holds. */
function namedElsewhere(links: PlanLinks, role: PlannedResource): readonly string[] {
  const held = new Set([
    ...knownList(propertyOf(role, 'inlinePolicies')).map((inline) => knownText(knownField(inline, 'name'))),
    ...links
      .of('aws:iam/rolePolicy:RolePolicy')
      .filter((policy) => links.refersTo(policy, 'role', role))
      .map(cloudName),
  ]);
  return links
    .of('aws:iam/rolePoliciesExclusive:RolePoliciesExclusive')
    .filter((item) => links.refersTo(item, 'roleName', role))
    .flatMap((item) => knownList(propertyOf(item, 'policyNames')))
    .flatMap((label) => knownText(label) ?? [])
    .filter((label) => !held.has(label));
}

/** The boundary of a role or a user: what it says, and its ARN where its account may change it. */
export function boundaryOf(
  links: PlanLinks,
  role: PlannedResource,
  name: string,
  account: AccountFacts,
  reader: PolicyReader,
): Pick<Role, 'boundary' | 'boundaryArn'> {
  const property = 'permissionsBoundary';
  const value = propertyOf(role, property);
  if (value === undefined) return { boundary: undefined, boundaryArn: undefined };
  const target = plannedPolicy(links, role, property, value);
  const text = target === undefined ? undefined : propertyOf(target, 'policy');
  return {
    boundary: reader.read(text, target ?? role, 'policy', { kind: 'boundary', role: name }),
    boundaryArn: changeableArn(links, [role, property, value], account),
  };
}

/** Pod Identity tags sessions with where they come from (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html). */
function sessionTags(associations: readonly PodIdentity[]): readonly (readonly [string, string])[] {
  const [only, ...others] = associations;
  if (only === undefined || others.length > 0 || !only.sessionTags) return [];
  return [
    ['kubernetes-namespace', only.namespace],
    ['kubernetes-service-account', only.serviceAccount],
    ...(only.cluster === undefined ? [] : [['eks-cluster-name', only.cluster] as const]),
  ];
}
