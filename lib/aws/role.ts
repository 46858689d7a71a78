import * as iam from '@pulumi/aws/iam';
import type * as pulumi from '@pulumi/pulumi';
import { nameInArn } from '../model/aws/arn';
import { documentText, type PolicyDocument } from '../model/iam';
import type { RoleName } from '../model/aws/platform-role';

/** A role with everything that may be said about it. */
export interface RoleParts {
  readonly role: RoleName;
  readonly description: string;
  /** Text of the document; an Output only where AWS chooses what stands in it. */
  readonly trust: PolicyDocument | pulumi.Input<string>;
  /** Inline policies by name. */
  readonly policies?: Readonly<Record<string, PolicyDocument>>;
  /** ARNs of policies of AWS, where a service demands its own. */
  readonly managed?: readonly string[];
  readonly maxSessionHours?: number;
  readonly tags: Record<string, string>;
}

export interface RoleResources {
  readonly role: iam.Role;
  /**
   * ARN of the role, from its name: a plan then shows who gets which role. What names it depends on {@link parts}, since no
   * Output tells Pulumi so.
   */
  readonly arn: string;
  /** Everything that must stand before the role is of use. */
  readonly parts: readonly pulumi.Resource[];
  readonly policies: readonly iam.RolePolicy[];
  readonly attachments: readonly iam.RolePolicyAttachment[];
}

/** A role, its inline policies and its attachments. */
export function roleResources(name: string, parts: RoleParts, opts: pulumi.CustomResourceOptions): RoleResources {
  const role = new iam.Role(
    name,
    {
      name: parts.role.name,
      path: parts.role.path,
      description: parts.description,
      assumeRolePolicy: isDocument(parts.trust) ? documentText(parts.trust) : parts.trust,
      ...(parts.maxSessionHours === undefined ? {} : { maxSessionDuration: parts.maxSessionHours * 3600 }),
      tags: parts.tags,
    },
    // The name is fixed, so that policies can name the role: the old one must go before its successor comes.
    { ...opts, deleteBeforeReplace: true },
  );
  const policies = Object.entries(parts.policies ?? {}).map(
    ([policy, document]) =>
      new iam.RolePolicy(`${name}-${policy}`, { name: policy, role: role.name, policy: documentText(document) }, opts),
  );
  const attachments = (parts.managed ?? []).map(
    (policyArn) =>
      new iam.RolePolicyAttachment(`${name}-${nameInArn(policyArn)}`, { role: role.name, policyArn }, opts),
  );
  return { role, arn: parts.role.arn, parts: [role, ...policies, ...attachments], policies, attachments };
}

function isDocument(trust: PolicyDocument | pulumi.Input<string>): trust is PolicyDocument {
  return typeof trust === 'object' && 'Statement' in trust;
}
