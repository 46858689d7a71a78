import { grouped } from '../../../model/grouped';
import { cloudName, type PlanLinks } from '../../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { knownList } from '../../input/pulumi/plan-value';
import type { PlanValue } from '../../input/pulumi/wire-value';
import type { Missing } from '../missing';
import { INSTANCE_PROFILE, ROLE } from '../../input/pulumi/resource-types';

/** What attaches managed policies to roles: the input that names the roles, and the one that names policies. */
export const ATTACHING: Readonly<Record<string, readonly [roles: string, policies: string]>> = {
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ['role', 'policyArn'],
  // https://www.pulumi.com/registry/packages/aws/api-docs/iam/policyattachment/
  'aws:iam/policyAttachment:PolicyAttachment': ['roles', 'policyArn'],
  // It attaches what it names, and takes away the rest, which is no reason to leave that out here.
  'aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive': ['roleName', 'policyArns'],
};

/** Types of IAM that name a role and are read elsewhere, or give it nothing. */
const READ: ReadonlySet<string> = new Set([
  ROLE,
  ...Object.keys(ATTACHING),
  'aws:iam/rolePolicy:RolePolicy',
  'aws:iam/rolePoliciesExclusive:RolePoliciesExclusive',
  INSTANCE_PROFILE,
]);

/** Where managed policies are attached to a role: resource, input, value. */
export function attachments(
  links: PlanLinks,
  role: PlannedResource,
): readonly (readonly [PlannedResource, string, PlanValue | undefined])[] {
  const attached = Object.entries(ATTACHING).flatMap(([type, [roles, policies]]) =>
    links
      .of(type)
      .filter((item) => links.isTarget(item, roles, role))
      .flatMap((item) => {
        const value = propertyOf(item, policies);
        const each: readonly (PlanValue | undefined)[] = Array.isArray(value) ? knownList(value) : [value];
        return each.map((arn) => [item, policies, arn] as const);
      }),
  );
  return [
    ...attached,
    ...knownList(propertyOf(role, 'managedPolicyArns')).map((arn) => [role, 'managedPolicyArns', arn] as const),
  ];
}

/** Something that gives a role what nobody here knows. */
export interface UnreadGift {
  readonly role: PlannedResource;
  readonly gift: Missing;
}

/** What else of IAM names roles, by the role. */
export function unreadGifts(links: PlanLinks): ReadonlyMap<PlannedResource, readonly UnreadGift[]> {
  const gifts = links.plan.resources
    .filter(({ type }) => type.startsWith('aws:iam/') && !READ.has(type))
    .flatMap((item): readonly UnreadGift[] => {
      const { name, type } = item;
      const roles = ['role', 'roles', 'roleName']
        .filter((property) => propertyOf(item, property) !== undefined)
        .flatMap((property) => links.targets(item, property, ROLE));
      return [...new Set(roles)].map((role) => ({
        role,
        gift: { kind: 'gift', resource: name, type, role: cloudName(role) },
      }));
    });
  return grouped(gifts, ({ role }) => role);
}
