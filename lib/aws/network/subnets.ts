import * as ec2 from '@pulumi/aws/ec2';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsPlatform } from '../../model/iam';

/** The kinds of subnets of a planned VPC; `public` only where nodes have a way to the internet. */
export type SubnetKind = 'nodes' | 'endpoints' | 'platformEndpoints' | 'controlPlane' | 'public';

/** One subnet of a kind and zone, as it will be made. */
export interface PlannedSubnet {
  readonly kind: SubnetKind;
  readonly zone: string;
  readonly cidrBlock: string;
  /** `nodes-us-west-2a`. */
  readonly name: string;
}

/** Every subnet of the description, in the order of kinds and zones. */
export function plannedSubnets({ aws }: AwsPlatform): readonly PlannedSubnet[] {
  const kinds: SubnetKind[] = ['nodes', 'endpoints', 'platformEndpoints', 'controlPlane'];
  if (aws.unsafe.internet !== undefined) kinds.push('public');
  return kinds.flatMap((kind) =>
    aws.zones.map((zone, index) => ({
      kind,
      zone,
      cidrBlock: aws.subnets[kind][index] ?? '',
      name: `${SUBNET_NAMES[kind]}-${zone}`,
    })),
  );
}

const SUBNET_NAMES: Readonly<Record<SubnetKind, string>> = {
  nodes: 'nodes',
  endpoints: 'endpoints',
  platformEndpoints: 'platform-endpoints',
  controlPlane: 'control-plane',
  public: 'public',
};

export function subnetResource(
  name: string,
  vpcId: pulumi.Input<string>,
  { zone, cidrBlock }: PlannedSubnet,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): ec2.Subnet {
  return new ec2.Subnet(
    name,
    { vpcId, availabilityZone: zone, cidrBlock, mapPublicIpOnLaunch: false, tags: { ...tags, Name: name } },
    opts,
  );
}
