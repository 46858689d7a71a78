import type * as inputs from '@pulumi/aws/types/input';
import type * as pulumi from '@pulumi/pulumi';
import type { Pool } from '../../model';

type NetworkInterface = inputs.ec2.LaunchTemplateNetworkInterface;

/** Security groups of a node: its project's own, and the one through which nodes of the pool reach the rest. */
export interface NodeSecurityGroups {
  /** Carries EFA: members talk to members, and nobody else does. */
  readonly own: pulumi.Input<string>;
  /** Carries everything with an address: API server, DNS, services, endpoints. */
  readonly access: pulumi.Input<string>;
}

/**
 * The interfaces of a node, one on each network card that carries EFA. The first is the node's and the pods' own and never
 * `efa-only`; the others have no address and stand on device 1 of their card
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html). Security groups are listed on every one:
 * with interfaces in the template EKS adds none.
 */
export function networkInterfaces(pool: Pool, { own, access }: NodeSecurityGroups): NetworkInterface[] {
  const first: NetworkInterface = {
    networkCardIndex: 0,
    deviceIndex: 0,
    interfaceType: pool.fabric === 'efa' ? 'efa' : 'interface',
    deleteOnTermination: 'true',
    securityGroups: [own, access],
  };
  if (pool.fabric !== 'efa') return [first];
  const others = Array.from({ length: pool.node.efaCards - 1 }, (_, index): NetworkInterface => ({
    networkCardIndex: index + 1,
    deviceIndex: 1,
    interfaceType: 'efa-only',
    deleteOnTermination: 'true',
    securityGroups: [own],
  }));
  return [first, ...others];
}
