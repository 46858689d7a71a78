import * as eks from '@pulumi/aws/eks';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsPlatform } from '../../model/iam';
import { adminPolicyArn, clusterAccess } from './access';

export interface AccessResources {
  readonly entries: readonly eks.AccessEntry[];
  readonly associations: readonly eks.AccessPolicyAssociation[];
}

/** Access entries for administrators and people. */
export function accessResources(
  name: string,
  clusterName: pulumi.Input<string>,
  platform: AwsPlatform,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): AccessResources {
  const entries: eks.AccessEntry[] = [];
  const associations: eks.AccessPolicyAssociation[] = [];
  for (const { role, kubernetesGroups, administrator } of clusterAccess(platform)) {
    const child = `${name}-${role.slice(role.lastIndexOf(':role/') + ':role/'.length).replaceAll('/', '-')}`;
    const entry = new eks.AccessEntry(
      child,
      { clusterName, principalArn: role, type: 'STANDARD', kubernetesGroups: [...kubernetesGroups], tags },
      opts,
    );
    entries.push(entry);
    if (!administrator) continue;
    associations.push(
      new eks.AccessPolicyAssociation(
        child,
        {
          clusterName,
          principalArn: role,
          policyArn: adminPolicyArn(platform),
          accessScope: { type: 'cluster' },
        },
        { ...opts, dependsOn: [entry] },
      ),
    );
  }
  return { entries, associations };
}
