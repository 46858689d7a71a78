import * as eks from '@pulumi/aws/eks';
import type * as pulumi from '@pulumi/pulumi';
import { roleResources, type RoleResources } from '../role';
import type { AddOn } from './add-ons';

export interface AddOnResources {
  readonly addOn: eks.Addon;
  readonly role?: RoleResources;
}

/** An add-on and the role that is its own. */
export function addOnResources(
  name: string,
  clusterName: pulumi.Input<string>,
  { name: addonName, configuration, identity }: AddOn,
  version: string | undefined,
  needs: readonly pulumi.Resource[],
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): AddOnResources {
  const role =
    identity &&
    roleResources(
      `${name}-role`,
      {
        role: identity.role,
        description: `The add-on ${addonName}`,
        trust: identity.trust,
        policies: identity.policies ?? {},
        managed: identity.managed ?? [],
        tags,
      },
      opts,
    );
  const addOn = new eks.Addon(
    name,
    {
      clusterName,
      addonName,
      ...(version === undefined ? {} : { addonVersion: version }),
      ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
      ...(role === undefined || identity === undefined
        ? {}
        : { podIdentityAssociations: [{ roleArn: role.arn, serviceAccount: identity.serviceAccount }] }),
      resolveConflictsOnCreate: 'OVERWRITE',
      // What the manifests set on top of an add-on, such as the addresses of node ports, survives its updates.
      resolveConflictsOnUpdate: 'PRESERVE',
      tags,
    },
    { ...opts, dependsOn: [...needs, ...(role?.parts ?? [])] },
  );
  return role === undefined ? { addOn } : { addOn, role };
}
