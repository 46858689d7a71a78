import * as ec2 from '@pulumi/aws/ec2';
import * as vpc from '@pulumi/aws/vpc';
import type * as pulumi from '@pulumi/pulumi';
import type { ClusterPort, PlannedRule } from './security-rules';

export type Rule = vpc.SecurityGroupIngressRule | vpc.SecurityGroupEgressRule;

export interface SecurityGroupResources {
  readonly group: ec2.SecurityGroup;
  readonly rules: readonly Rule[];
}

/** A group and its rules; EC2's own open egress is taken away with the first rule. */
export function securityGroup(
  name: string,
  description: string,
  ids: { readonly vpcId: pulumi.Input<string>; readonly clusterGroupId: pulumi.Input<string> },
  planned: readonly PlannedRule[],
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): SecurityGroupResources {
  const group = new ec2.SecurityGroup(name, { vpcId: ids.vpcId, description, tags: { ...tags, Name: name } }, opts);
  const rules = planned.map((rule) => {
    const args = {
      securityGroupId: group.id,
      description: rule.description,
      ...peerOf(rule, group.id, ids.clusterGroupId),
      ...portsOf(rule.ports),
      tags,
    };
    return rule.direction === 'ingress'
      ? new vpc.SecurityGroupIngressRule(`${name}-${rule.name}`, args, opts)
      : new vpc.SecurityGroupEgressRule(`${name}-${rule.name}`, args, opts);
  });
  return { group, rules };
}

/** Lets the nodes of a pool in at the cluster's group, on the ports that their own group lets them out to. */
export function clusterRules(
  name: string,
  clusterGroupId: pulumi.Input<string>,
  nodesGroupId: pulumi.Input<string>,
  ports: readonly ClusterPort[],
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): readonly vpc.SecurityGroupIngressRule[] {
  return ports.map(
    (port) =>
      new vpc.SecurityGroupIngressRule(
        `${name}-${port.name}`,
        {
          securityGroupId: clusterGroupId,
          description: `${port.description}, from training nodes`,
          referencedSecurityGroupId: nodesGroupId,
          ...portsOf(port.ports),
          tags,
        },
        opts,
      ),
  );
}

function peerOf(
  { peer }: PlannedRule,
  own: pulumi.Input<string>,
  cluster: pulumi.Input<string>,
): { readonly cidrIpv4?: string; readonly referencedSecurityGroupId?: pulumi.Input<string> } {
  if (typeof peer === 'object') return { cidrIpv4: peer.cidr };
  return { referencedSecurityGroupId: peer === 'own' ? own : cluster };
}

function portsOf(ports: PlannedRule['ports']): { ipProtocol: string; fromPort?: number; toPort?: number } {
  return ports === undefined
    ? { ipProtocol: '-1' }
    : { ipProtocol: ports.protocol, fromPort: ports.port, toPort: ports.port };
}
