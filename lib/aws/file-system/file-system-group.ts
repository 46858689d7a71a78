import * as ec2 from '@pulumi/aws/ec2';
import * as vpc from '@pulumi/aws/vpc';
import type * as pulumi from '@pulumi/pulumi';
import type { Rule } from '../node-pool/security-group';

export interface FileSystemGroup {
  readonly group: ec2.SecurityGroup;
  readonly rules: readonly Rule[];
}

/** Ports from and to, inclusive. */
export type PortRange = readonly [number, number];

/** https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html, https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
const PORTS: Readonly<Record<'fsx-lustre' | 'efs', readonly PortRange[]>> = {
  'fsx-lustre': [
    [988, 988],
    [1018, 1023],
  ],
  efs: [[2049, 2049]],
};

/**
 * The security group of a file system: nodes of the project, nobody else, on its ports only. Servers and clients of Lustre
 * talk in both directions, and so do its servers among each other.
 */
export function fileSystemGroup(
  name: string,
  kind: 'fsx-lustre' | 'efs',
  vpcId: pulumi.Input<string>,
  nodeGroupIds: readonly pulumi.Output<string>[],
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): FileSystemGroup {
  const group = new ec2.SecurityGroup(
    `${name}-group`,
    { vpcId, description: 'A file system of one project: its nodes and nobody else', tags },
    opts,
  );
  const rules = PORTS[kind].flatMap(([fromPort, toPort]) => {
    const ports = { ipProtocol: 'tcp', fromPort, toPort, tags };
    const ingress = (part: string, owner: pulumi.Input<string>, peer: pulumi.Input<string>): Rule =>
      new vpc.SecurityGroupIngressRule(
        `${name}-${part}-${fromPort}`,
        { securityGroupId: owner, referencedSecurityGroupId: peer, description: 'File system', ...ports },
        opts,
      );
    const egress = (part: string, owner: pulumi.Input<string>, peer: pulumi.Input<string>): Rule =>
      new vpc.SecurityGroupEgressRule(
        `${name}-${part}-${fromPort}`,
        { securityGroupId: owner, referencedSecurityGroupId: peer, description: 'File system', ...ports },
        opts,
      );
    const nodes = nodeGroupIds.flatMap((id, index) => [
      ingress(`from-nodes-${index}`, group.id, id),
      egress(`to-file-system-${index}`, id, group.id),
      ...(kind === 'fsx-lustre'
        ? [egress(`to-nodes-${index}`, group.id, id), ingress(`from-file-system-${index}`, id, group.id)]
        : []),
    ]);
    return kind === 'fsx-lustre'
      ? [...nodes, ingress('from-itself', group.id, group.id), egress('to-itself', group.id, group.id)]
      : nodes;
  });
  return { group, rules };
}
