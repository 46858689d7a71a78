import type * as pulumi from '@pulumi/pulumi';

/** What other components need of a VPC: ids, whoever made it. A `TrainingNetwork` is one. */
export interface NetworkSource {
  /** Id, such as `vpc-0123456789abcdef0`. */
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of nodes and pods, by availability zone; the zones are plain, since they shape the graph. */
  readonly nodeSubnetIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Subnets of the control plane's interfaces. */
  readonly controlPlaneSubnetIds: readonly pulumi.Input<string>[];
}

/** A VPC that exists already. */
export interface ExistingNetwork extends NetworkSource {
  /**
   * Subnets of the endpoints that training pods reach. Whatever else lies in them is reachable too, unless
   * `aws.existing.endpointCidrs` names single addresses.
   */
  readonly endpointSubnetIds: readonly pulumi.Input<string>[];
  /** Subnets of the endpoints that nodes and operators reach. @default - those of `endpointSubnetIds` */
  readonly platformEndpointSubnetIds?: readonly pulumi.Input<string>[];
}
