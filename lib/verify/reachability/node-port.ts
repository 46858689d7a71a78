import type { Inputs } from '../input/inputs';
import { DENIED, eitherEstimate, exactly, type Estimate } from './estimate';
import type { PodClass } from './pod-class';
import type { NetworkPremises } from './premises';
import { servicesOf } from './service';

/**
 * Ways to pods through the node ports of services.
 *
 * The VPC CNI lets every pod talk to its own node whatever the policies say
 * (https://github.com/aws/aws-network-policy-agent, pkg/fwruleprocessor). On a node port kube-proxy forwards to the
 * service's pods with the node as the source, and their policies see the node. So unless node ports are shut on the
 * addresses that pods can use, every pod reaches every pod behind a node port.
 */
export class NodePorts {
  constructor(private readonly behind: ReadonlyMap<PodClass, Estimate>) {}

  get none(): boolean {
    return this.behind.size === 0;
  }

  to(destination: PodClass): Estimate {
    return this.behind.get(destination) ?? DENIED;
  }

  /** Equal for classes that are reached alike. */
  key(destination: PodClass): string {
    const estimate = this.behind.get(destination);
    return estimate === undefined ? '' : JSON.stringify(estimate);
  }
}

export function nodePortsOf(inputs: Inputs, classes: readonly PodClass[], premises: NetworkPremises): NodePorts {
  const behind = new Map<PodClass, Estimate>();
  if (premises.cni !== 'vpc-cni' || premises.nodePortsShut === true) return new NodePorts(behind);
  for (const service of servicesOf(inputs)) {
    if (!service.hasNodePort) continue;
    for (const { pods, connections } of service.backends(classes)) {
      behind.set(pods, eitherEstimate(behind.get(pods) ?? DENIED, exactly(connections)));
    }
  }
  return new NodePorts(behind);
}
