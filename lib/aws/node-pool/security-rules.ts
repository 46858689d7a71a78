import { KUBELET_PORT } from '../../model/nodes/kubelet-port';
import type { Platform, Pool } from '../../model';

/** Where a rule of a security group leads. */
export type RulePeer =
  /** Members of the project's own group. */
  | 'own'
  /** The cluster's group: API server, DNS, services on other nodes. */
  | 'cluster'
  | { readonly cidr: string };

/** A rule before it has ids. */
export interface PlannedRule {
  readonly name: string;
  readonly description: string;
  readonly direction: 'ingress' | 'egress';
  readonly peer: RulePeer;
  /** Undefined for all protocols and ports. */
  readonly ports?: { readonly protocol: 'tcp' | 'udp'; readonly port: number };
}

type Port = NonNullable<PlannedRule['ports']>;
const tcp = (port: number): Port => ({ protocol: 'tcp', port });
const udp = (port: number): Port => ({ protocol: 'udp', port });

/**
 * The rules of a project's own group: everything to and from itself, and nothing else. EFA wants both directions to name
 * the group, an open egress is not enough (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html). No policy of
 * Kubernetes sees EFA: this group is what keeps projects apart there.
 */
export function ownRules(): readonly PlannedRule[] {
  return [
    { name: 'from-itself', description: 'Peers of the project', direction: 'ingress', peer: 'own' },
    { name: 'to-itself', description: 'Peers of the project', direction: 'egress', peer: 'own' },
  ];
}

/**
 * The rules of a pool's way to the rest: kubelet from the control plane, API server, DNS, the services that projects of the
 * pool use, and the endpoints. What a project may use of them is for its policies.
 */
export function accessRules(platform: Platform, pool: Pool): readonly PlannedRule[] {
  const { aws } = platform;
  const to = (name: string, description: string, peer: RulePeer, ports: Port): PlannedRule => ({
    name,
    description,
    direction: 'egress',
    peer,
    ports,
  });
  const endpoints = aws === undefined ? [] : [...aws.subnets.endpoints, ...aws.subnets.platformEndpoints];
  return [
    {
      name: 'kubelet',
      description: 'Kubelets, from the control plane and metrics',
      direction: 'ingress',
      peer: 'cluster',
      ports: tcp(KUBELET_PORT),
    },
    ...clusterPorts(platform, pool).map(({ name, description, ports }) => to(name, description, 'cluster', ports)),
    ...endpoints.map((cidr, index) => to(`endpoint-${index}`, 'Interface endpoints', { cidr }, tcp(443))),
    ...(aws?.unsafe.internet === undefined
      ? []
      : [to('internet', `Accepted: ${aws.unsafe.internet.reason}`, { cidr: '0.0.0.0/0' }, tcp(443))]),
  ];
}

/** A port on members of the cluster's group. */
export interface ClusterPort {
  readonly name: string;
  readonly description: string;
  readonly ports: Port;
}

/** Ports that nodes of the pool reach on members of the cluster's group; they must be open there too. */
export function clusterPorts(platform: Platform, pool: Pool): readonly ClusterPort[] {
  const users = platform.projects.filter(({ nodeGroups }) => nodeGroups.some((group) => group.pool.name === pool.name));
  const used = new Set(users.flatMap(({ uses }) => uses));
  const services = platform.services.filter(({ name }) => used.has(name));
  const ports = [...new Set(services.map(({ port }) => port))].filter((port) => port !== 443).sort((a, b) => a - b);
  return [
    { name: 'tls', description: 'API server and services with TLS', ports: tcp(443) },
    { name: 'dns', description: 'DNS', ports: udp(53) },
    { name: 'dns-tcp', description: 'DNS', ports: tcp(53) },
    ...ports.map((port) => ({
      name: `service-${port}`,
      description: `Services on port ${port}`,
      ports: tcp(port),
    })),
  ];
}
