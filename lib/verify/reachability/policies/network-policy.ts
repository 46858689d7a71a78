import type { Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { EVERYTHING, readSelector, refuseUnknownKeys, type Selector } from '../../labels/selector';
import { addressBlock, contains, withoutAddresses, type Addresses } from '../addresses';
import {
  ALL_CONNECTIONS,
  either,
  everyPort,
  NO_CONNECTIONS,
  ports,
  PROTOCOLS,
  type Connections,
  type Protocol,
} from '../connections';
import type { EntityRule } from './cilium-entities';
import { namespaceOfName, podsOf, type PolicyPeer } from './peer';
import type { NamedPort, PortRule } from './port-rule';

export type Direction = 'ingress' | 'egress';

/** A rule of a NetworkPolicy: it allows these ports with these peers. */
export interface AllowRule {
  /** Position in the policy, from 0. */
  readonly index: number;
  /** Undefined means everybody: pods, nodes and addresses outside. */
  readonly peers: readonly PolicyPeer[] | undefined;
  readonly ports: PortRule;
}

/** A networking.k8s.io NetworkPolicy, read. */
export interface NetworkPolicy {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly pods: Selector;
  /** Rules of the directions that the policy governs; undefined for a direction that it leaves alone. */
  readonly ingress: readonly AllowRule[] | undefined;
  readonly egress: readonly AllowRule[] | undefined;
  /** What it opens beside pods and addresses; none in the API of Kubernetes. */
  readonly entities?: readonly EntityRule[];
}

/**
 * Reads a policy by the rules of the API server
 * (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/). Undefined, with the faults
 * reported, where the API server would refuse it.
 */
export function readNetworkPolicy(object: KubernetesObject): NetworkPolicy | undefined {
  const spec = object.field.get('spec');
  const namespace = object.namespace as string;
  if (spec === undefined) {
    return { object, namespace, pods: EVERYTHING, ingress: [], egress: undefined };
  }
  if (!spec.isRecord() || refuseUnknownKeys(spec, ['podSelector', 'policyTypes', 'ingress', 'egress']))
    return undefined;
  const podSelector = spec.get('podSelector');
  const pods = podSelector === undefined ? EVERYTHING : readSelector(podSelector);
  const types = policyTypes(spec);
  const ingress = readRules(spec.get('ingress'), 'from', namespace);
  const egress = readRules(spec.get('egress'), 'to', namespace);
  if (pods === undefined || types === undefined || ingress === undefined || egress === undefined) return undefined;
  return {
    object,
    namespace,
    pods,
    ingress: types.has('Ingress') ? ingress : undefined,
    egress: types.has('Egress') ? egress : undefined,
  };
}

/** Without types a policy governs ingress, and egress only if it has an egress rule; an empty list does not count. */
function policyTypes(spec: Field): ReadonlySet<string> | undefined {
  const items = spec.get('policyTypes')?.items() ?? [];
  if (items.length === 0) {
    const egress = spec.get('egress')?.value;
    return new Set(Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
  }
  if (items.length > 2) {
    spec.get('policyTypes')?.refuse('at most two types', 'name each once');
    return undefined;
  }
  const wrong = items.find(({ value }) => value !== 'Ingress' && value !== 'Egress');
  wrong?.refuse('Ingress, Egress', 'take one of the two; they are case-sensitive');
  return wrong === undefined ? new Set(items.map(({ value }) => value as string)) : undefined;
}

function readRules(
  list: Field | undefined,
  peerKey: 'from' | 'to',
  namespace: string,
): readonly AllowRule[] | undefined {
  const rules = (list?.items() ?? []).map((rule, index) => readRule(rule, index, peerKey, namespace));
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

function readRule(rule: Field, index: number, peerKey: 'from' | 'to', namespace: string): AllowRule | undefined {
  if (rule.value === null) return { index, peers: undefined, ports: EVERY_PORT };
  if (!rule.isRecord() || refuseUnknownKeys(rule, [peerKey, 'ports'])) return undefined;
  const items = rule.get(peerKey)?.items() ?? [];
  const peers = items.map((peer) => readPeer(peer, namespace));
  const rulePorts = readPorts(rule.get('ports'));
  if (rulePorts === undefined || !peers.every((peer) => peer !== undefined)) return undefined;
  // No peer, missing or empty, means every peer.
  return { index, peers: peers.length === 0 ? undefined : peers, ports: rulePorts };
}

function readPeer(peer: Field, namespace: string): PolicyPeer | undefined {
  if (!peer.isRecord() || refuseUnknownKeys(peer, ['podSelector', 'namespaceSelector', 'ipBlock'])) return undefined;
  const podSelector = peer.get('podSelector');
  const namespaceSelector = peer.get('namespaceSelector');
  const ipBlock = peer.get('ipBlock');
  if (ipBlock !== undefined) {
    if (podSelector !== undefined || namespaceSelector !== undefined) {
      peer.refuse('an ipBlock alone, or selectors', 'write two peers: one list item means "and"');
      return undefined;
    }
    const addresses = readBlock(ipBlock);
    return addresses === undefined ? undefined : { kind: 'addresses', addresses };
  }
  if (podSelector === undefined && namespaceSelector === undefined) {
    peer.refuse('a podSelector, a namespaceSelector or an ipBlock', 'an empty peer is refused by the API server');
    return undefined;
  }
  const pods = podSelector === undefined ? EVERYTHING : readSelector(podSelector);
  // Pods alone are pods of the policy's own namespace.
  const namespaces = namespaceSelector === undefined ? namespaceOfName(namespace) : readSelector(namespaceSelector);
  return pods === undefined || namespaces === undefined ? undefined : podsOf(namespaces, pods);
}

function readBlock(field: Field): Addresses | undefined {
  if (!field.isRecord() || refuseUnknownKeys(field, ['cidr', 'except'])) return undefined;
  const block = readCidr(field.get('cidr') ?? field);
  if (block === undefined) return undefined;
  let rest = block;
  for (const item of field.get('except')?.items() ?? []) {
    const except = readCidr(item);
    if (except === undefined) return undefined;
    if (!contains(block, except) || contains(except, block)) {
      item.refuse('a block inside the cidr, and smaller', 'the API server refuses any other exception');
      return undefined;
    }
    rest = withoutAddresses(rest, except);
  }
  return rest;
}

/** A block of addresses, the fault reported if it is none. */
export function readCidr(field: Field): Addresses | undefined {
  const block = typeof field.value === 'string' ? addressBlock(field.value) : undefined;
  if (block === undefined) field.refuse('a block of addresses', 'for example 10.0.0.0/16 or fd00::/64');
  return block;
}

/** Every port of every protocol. */
export const EVERY_PORT: PortRule = { numbers: ALL_CONNECTIONS, names: [] };

function readPorts(list: Field | undefined): PortRule | undefined {
  const items = list?.items() ?? [];
  if (items.length === 0) return EVERY_PORT;
  let numbers: Connections = NO_CONNECTIONS;
  const names: NamedPort[] = [];
  for (const item of items) {
    const port = readPort(item);
    if (port === undefined) return undefined;
    if ('name' in port) names.push(port);
    else numbers = either(numbers, port);
  }
  return { numbers, names };
}

function readPort(item: Field): Connections | NamedPort | undefined {
  if (!item.isRecord() || refuseUnknownKeys(item, ['protocol', 'port', 'endPort'])) return undefined;
  const protocol = readProtocol(item.get('protocol'));
  if (protocol === undefined) return undefined;
  const port = item.get('port');
  const endPort = item.get('endPort');
  if (port === undefined) {
    endPort?.refuse('an endPort with a port', 'give the first port of the range');
    return endPort === undefined ? everyPort(protocol) : undefined;
  }
  if (typeof port.value === 'string') {
    if (isPortName(port.value) && endPort === undefined) return { name: port.value, protocol };
    if (endPort !== undefined) endPort.refuse('no endPort beside a named port', 'name the port or give numbers');
    else port.refuse('a port number, or a name with at least one letter', 'write a number without quotes');
    return undefined;
  }
  const first = readPortNumber(port);
  if (first === undefined) return undefined;
  const last = endPort === undefined ? first : readPortNumber(endPort);
  if (last === undefined) return undefined;
  if (last < first) {
    endPort?.refuse(`a port of at least ${first}`, 'the end of a range comes after its start');
    return undefined;
  }
  return ports(protocol, first, last);
}

export function readPortNumber(field: Field): number | undefined {
  const port = field.value;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  field.refuse('a port number from 1 to 65535', 'correct the port');
  return undefined;
}

/** TCP where none is given. */
export function readProtocol(field: Field | undefined): Protocol | undefined {
  if (field === undefined) return 'TCP';
  const protocol = PROTOCOLS.find((known) => known === field.value);
  if (protocol === undefined) field.refuse('TCP, UDP, SCTP', 'take one of the three; they are upper case');
  return protocol;
}

/** IANA_SVC_NAME, as the API server checks it. */
function isPortName(name: string): boolean {
  return /^(?=.{1,15}$)(?!.*--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name) && /[a-z]/.test(name);
}
