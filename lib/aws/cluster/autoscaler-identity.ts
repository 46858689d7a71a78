import * as eks from '@pulumi/aws/eks';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import type * as pulumi from '@pulumi/pulumi';
import { autoscalerPolicy, podIdentityTrust, type AwsPlatform } from '../../model/iam';
import { platformRole } from '../../model/aws/platform-role';
import { roleResources, type RoleResources } from '../role';

export interface AutoscalerIdentity {
  readonly role: RoleResources;
  readonly association: eks.PodIdentityAssociation;
}

/** Where the chart is told to put it: `--namespace kube-system --set rbac.serviceAccount.name=cluster-autoscaler`. */
const AUTOSCALER = { namespace: KUBE_SYSTEM, serviceAccount: 'cluster-autoscaler' } as const;

/** The role of the cluster autoscaler, where the description names it; it runs on system nodes and nowhere else. */
export function autoscalerIdentity(
  name: string,
  clusterName: pulumi.Input<string>,
  platform: AwsPlatform,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): AutoscalerIdentity | undefined {
  if (!platform.components.some((component) => component.name === 'cluster-autoscaler')) return undefined;
  const { aws } = platform;
  const role = roleResources(
    `${name}-role`,
    {
      role: platformRole(platform.name, aws, 'cluster-autoscaler'),
      description: 'The cluster autoscaler',
      trust: podIdentityTrust({ clusterArn: aws.cluster.arn, ...AUTOSCALER }),
      policies: { scale: autoscalerPolicy(aws, aws.cluster.name) },
      tags,
    },
    opts,
  );
  const association = new eks.PodIdentityAssociation(
    name,
    { clusterName, ...AUTOSCALER, roleArn: role.arn, tags },
    { ...opts, dependsOn: [...role.parts] },
  );
  return { role, association };
}
