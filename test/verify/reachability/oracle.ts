/**
 * The semantics of network policies once more, packet by packet, on raw objects: short and slow, written from the API's
 * text and not from the code under test.
 */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly port: number;
}

type Labels = Readonly<Record<string, string>>;
interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
  namespaces?: Selector;
  networks?: string[];
  pods?: { namespaceSelector: Selector; podSelector: Selector };
}
interface Port {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}
interface ProtocolMatch {
  destinationNamedPort?: string;
  [protocol: string]:
    { destinationPort?: { number?: number; range?: { start: number; end: number } } } | string | undefined;
}
interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: Port[];
  protocols?: ProtocolMatch[];
  action?: string;
}
interface Policy {
  metadata: { namespace?: string; name: string };
  spec: {
    podSelector?: Selector;
    policyTypes?: string[];
    ingress?: Rule[];
    egress?: Rule[];
    tier?: string;
    priority?: number;
    subject?: Peer;
  };
}
export interface OraclePod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly ports: readonly { name: string; containerPort: number; protocol: string }[];
  readonly address: string;
}
export interface OracleCluster {
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly pods: readonly OraclePod[];
  readonly policies: readonly Policy[];
  readonly admin: readonly Policy[];
  /** Whether an ipBlock matches pods by their address. */
  readonly blocksMatchPods: boolean;
}

export function allowed(cluster: OracleCluster, packet: Packet): boolean {
  const [source, destination] = [packet.source, packet.destination].map((name) =>
    cluster.pods.find((pod) => `${pod.namespace}/${pod.name}` === name)!,
  ) as [OraclePod, OraclePod];
  return (
    allowedBy(cluster, 'egress', source, destination, destination, packet) &&
    allowedBy(cluster, 'ingress', destination, source, destination, packet)
  );
}

function allowedBy(
  cluster: OracleCluster,
  direction: 'ingress' | 'egress',
  subject: OraclePod,
  peer: OraclePod,
  destination: OraclePod,
  packet: Packet,
): boolean {
  const first = tier(cluster, 'Admin', direction, subject, peer, destination, packet);
  if (first !== undefined) return first;
  const governing = cluster.policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === subject.namespace &&
      labelsMatch(spec.podSelector!, subject.labels) &&
      (spec.policyTypes ?? ['Ingress', ...(spec.egress && spec.egress.length > 0 ? ['Egress'] : [])]).includes(
        direction === 'ingress' ? 'Ingress' : 'Egress',
      ),
  );
  if (governing.length > 0) {
    return governing.some(({ metadata, spec }) =>
      (spec[direction] ?? []).some((rule) => {
        const peers = rule[direction === 'ingress' ? 'from' : 'to'] ?? [];
        const peerOk =
          peers.length === 0 || peers.some((item) => peerMatches(cluster, item, metadata.namespace!, peer));
        return peerOk && portsMatch(rule.ports, destination, packet);
      }),
    );
  }
  return tier(cluster, 'Baseline', direction, subject, peer, destination, packet) ?? true;
}

function tier(
  cluster: OracleCluster,
  name: string,
  direction: 'ingress' | 'egress',
  subject: OraclePod,
  peer: OraclePod,
  destination: OraclePod,
  packet: Packet,
): boolean | undefined {
  const policies = cluster.admin
    .filter(({ spec }) => spec.tier === name)
    .sort((a, b) => a.spec.priority! - b.spec.priority!);
  for (const { spec } of policies) {
    if (!adminPeer(cluster, spec.subject!, subject)) continue;
    for (const rule of spec[direction] ?? []) {
      const peers = rule[direction === 'ingress' ? 'from' : 'to']!;
      if (!peers.some((item) => adminPeer(cluster, item, peer))) continue;
      if (!protocolsMatch(rule.protocols, destination, packet)) continue;
      if (rule.action === 'Pass') return undefined;
      return rule.action === 'Accept';
    }
  }
  return undefined;
}

function adminPeer(cluster: OracleCluster, peer: Peer, pod: OraclePod): boolean {
  if (peer.namespaces) return labelsMatch(peer.namespaces, cluster.namespaces[pod.namespace]!);
  if (peer.networks) return peer.networks.some((network) => holds(network, pod.address));
  return (
    labelsMatch(peer.pods!.namespaceSelector, cluster.namespaces[pod.namespace]!) &&
    labelsMatch(peer.pods!.podSelector, pod.labels)
  );
}

function peerMatches(cluster: OracleCluster, peer: Peer, own: string, pod: OraclePod): boolean {
  if (peer.ipBlock) {
    const { cidr, except = [] } = peer.ipBlock;
    return cluster.blocksMatchPods && holds(cidr, pod.address) && !except.some((block) => holds(block, pod.address));
  }
  const inNamespace = peer.namespaceSelector
    ? labelsMatch(peer.namespaceSelector, cluster.namespaces[pod.namespace]!)
    : pod.namespace === own;
  return inNamespace && (peer.podSelector === undefined || labelsMatch(peer.podSelector, pod.labels));
}

/** Bit by bit; pods of these clusters have addresses of IPv4. */
function holds(cidr: string, address: string): boolean {
  const [base, length] = cidr.split('/') as [string, string];
  if (base.includes(':')) return false;
  const bits = (text: string): string =>
    text
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('')
      .slice(0, Number(length));
  return bits(base) === bits(address);
}

function labelsMatch(selector: Selector, labels: Labels): boolean {
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      if (operator === 'In') return key in labels && values.includes(labels[key]!);
      if (operator === 'NotIn') return !(key in labels) || !values.includes(labels[key]!);
      return operator === 'Exists' ? key in labels : !(key in labels);
    })
  );
}

function portsMatch(ports: Port[] | undefined, destination: OraclePod, packet: Packet): boolean {
  if (!ports || ports.length === 0) return true;
  return ports.some(({ protocol = 'TCP', port, endPort }) => {
    if (protocol !== packet.protocol) return false;
    if (port === undefined) return true;
    if (typeof port === 'string')
      return destination.ports.some(
        (own) => own.name === port && own.protocol === protocol && own.containerPort === packet.port,
      );
    return packet.port >= port && packet.port <= (endPort ?? port);
  });
}

function protocolsMatch(protocols: ProtocolMatch[] | undefined, destination: OraclePod, packet: Packet): boolean {
  if (!protocols) return true;
  return protocols.some((item) => {
    if (item.destinationNamedPort)
      return destination.ports.some(
        (own) =>
          own.name === item.destinationNamedPort &&
          own.protocol === packet.protocol &&
          own.containerPort === packet.port,
      );
    const given = item[packet.protocol.toLowerCase()];
    if (typeof given !== 'object') return false;
    const { number, range } = given.destinationPort ?? {};
    if (range) return packet.port >= range.start && packet.port <= range.end;
    return number === undefined || number === packet.port;
  });
}
