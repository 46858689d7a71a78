import type { Field } from '../../input/field';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { EVERYTHING, readSelector, refuseUnknownKeys, type Selector } from '../../labels/selector';
import { NO_ADDRESSES } from '../addresses';
import { either, everyPort, NO_CONNECTIONS, ports, type Connections } from '../connections';
import { EVERY_PORT, readCidr, readPortNumber, readProtocol } from './network-policy';
import { podsOf, type Peer, type PodPeer } from './peer';
import type { NamedPort, PortRule } from './port-rule';

/** Before the NetworkPolicies, or after them for pods that no NetworkPolicy governs. */
export type Tier = 'admin' | 'baseline';
export type Action = 'accept' | 'deny' | 'pass';

/** A rule of an admin policy. The first rule that matches decides; `pass` leaves it to the next tier. */
export interface AdminRule {
  readonly index: number;
  readonly name: string | undefined;
  readonly action: Action;
  readonly peers: readonly Peer[];
  readonly ports: PortRule;
}

/** A policy of the whole cluster. */
export interface AdminPolicy {
  readonly object: KubernetesObject;
  readonly tier: Tier;
  /** Lower comes first; between equals the order is not defined. */
  readonly priority: number;
  readonly subject: PodPeer;
  readonly ingress: readonly AdminRule[];
  readonly egress: readonly AdminRule[];
}

const GROUP = 'policy.networking.k8s.io';

export function isAdminPolicy(object: KubernetesObject): boolean {
  return ADMIN_KINDS.some((kind) => isKind(object, GROUP, kind));
}

const ADMIN_KINDS = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'] as const;

const MAX_PRIORITY = 1000;

/**
 * Reads an AdminNetworkPolicy or BaselineAdminNetworkPolicy (v1alpha1) or a ClusterNetworkPolicy (v1alpha2), by the
 * rules of https://network-policy-api.sigs.k8s.io/reference/spec/. Undefined, with the faults reported, where the API
 * server would refuse it.
 */
export function readAdminPolicy(object: KubernetesObject): AdminPolicy | undefined {
  const spec = object.field.get('spec');
  if (spec === undefined) {
    object.field.refuse('a spec', 'give subject and rules');
    return undefined;
  }
  if (!spec.isRecord()) return undefined;
  if (object.kind === 'BaselineAdminNetworkPolicy' && object.name !== 'default') {
    object.field.at('metadata', 'name')?.refuse('default', 'a cluster has one baseline policy, of this name');
    return undefined;
  }
  const tier = tierOf(object, spec);
  const priority = tier === undefined ? undefined : priorityOf(object, spec);
  const subject = readSubject(spec);
  const ingress = readRules(object, spec.get('ingress'), 'from');
  const egress = readRules(object, spec.get('egress'), 'to');
  if (tier === undefined || priority === undefined || subject === undefined) return undefined;
  if (ingress === undefined || egress === undefined) return undefined;
  return { object, tier, priority, subject, ingress, egress };
}

function tierOf({ kind, field }: KubernetesObject, spec: Field): Tier | undefined {
  if (kind === 'AdminNetworkPolicy') return 'admin';
  if (kind === 'BaselineAdminNetworkPolicy') return 'baseline';
  const tier = spec.get('tier');
  if (tier?.value === 'Admin') return 'admin';
  if (tier?.value === 'Baseline') return 'baseline';
  (tier ?? field).refuse('tier Admin or Baseline', 'take one of the two');
  return undefined;
}

function priorityOf({ kind }: KubernetesObject, spec: Field): number | undefined {
  if (kind === 'BaselineAdminNetworkPolicy') return 0;
  const field = spec.get('priority');
  const priority = field?.value;
  if (typeof priority === 'number' && Number.isInteger(priority) && priority >= 0 && priority <= MAX_PRIORITY)
    return priority;
  (field ?? spec).refuse(`a priority from 0 to ${MAX_PRIORITY}`, 'give one; lower comes first');
  return undefined;
}

function readSubject(spec: Field): PodPeer | undefined {
  const subject = spec.get('subject');
  if (subject === undefined) {
    spec.refuse('a subject', 'say which pods the policy is for');
    return undefined;
  }
  if (!subject.isRecord() || refuseUnknownKeys(subject, ['namespaces', 'pods'])) return undefined;
  if (!hasOneOf(subject, ['namespaces', 'pods'])) return undefined;
  return readPods(subject);
}

/** `namespaces` or `pods` of a subject or peer. */
function readPods(field: Field): PodPeer | undefined {
  const namespaces = field.get('namespaces');
  if (namespaces !== undefined) {
    if (refusedSameLabels(namespaces)) return undefined;
    const selector = readSelector(namespaces);
    return selector === undefined ? undefined : podsOf(selector);
  }
  const pods = field.get('pods');
  if (pods === undefined || !pods.isRecord()) return undefined;
  if (refuseUnknownKeys(pods, ['namespaceSelector', 'podSelector'])) return undefined;
  const inNamespaces = readOptionalSelector(pods.get('namespaceSelector'));
  const byLabels = readOptionalSelector(pods.get('podSelector'));
  return inNamespaces === undefined || byLabels === undefined ? undefined : podsOf(inNamespaces, byLabels);
}

function readOptionalSelector(field: Field | undefined): Selector | undefined {
  return field === undefined ? EVERYTHING : readSelector(field);
}

/** Early versions of the API compared labels of both ends; what they meant was never settled. */
function refusedSameLabels(field: Field): boolean {
  if (!field.isRecord()) return true;
  const old = field.get('sameLabels') ?? field.get('notSameLabels');
  old?.refuse('a label selector', 'sameLabels and notSameLabels were removed from the API');
  return old !== undefined;
}

function hasOneOf(field: Field, keys: readonly string[]): boolean {
  const given = keys.filter((key) => field.get(key) !== undefined);
  if (given.length === 1) return true;
  field.refuse(`exactly one of ${keys.join(', ')}`, given.length === 0 ? 'give one' : 'write one peer each');
  return false;
}

function readRules(
  object: KubernetesObject,
  list: Field | undefined,
  peerKey: 'from' | 'to',
): readonly AdminRule[] | undefined {
  const rules = (list?.items() ?? []).map((rule, index) => readRule(object, rule, index, peerKey));
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

function readRule(object: KubernetesObject, rule: Field, index: number, peerKey: 'from' | 'to'): AdminRule | undefined {
  if (!rule.isRecord() || refuseUnknownKeys(rule, ['name', 'action', peerKey, 'ports', 'protocols'])) return undefined;
  const action = readAction(object, rule);
  const items = rule.get(peerKey)?.items() ?? [];
  if (items.length === 0) {
    (rule.get(peerKey) ?? rule).refuse(`at least one peer in ${peerKey}`, 'an admin rule names its peers');
    return undefined;
  }
  const peers = items.flatMap((peer) => readPeer(peer, peerKey));
  const rulePorts =
    object.kind === 'ClusterNetworkPolicy' ? readProtocols(rule.get('protocols')) : readPorts(rule.get('ports'));
  if (action === undefined || rulePorts === undefined || !peers.every((peer) => peer !== undefined)) return undefined;
  return { index, name: rule.get('name')?.text(), action, peers, ports: rulePorts };
}

function readAction(object: KubernetesObject, rule: Field): Action | undefined {
  const actions: Readonly<Record<string, Action>> =
    object.kind === 'ClusterNetworkPolicy'
      ? { Accept: 'accept', Deny: 'deny', Pass: 'pass' }
      : object.kind === 'AdminNetworkPolicy'
        ? { Allow: 'accept', Deny: 'deny', Pass: 'pass' }
        : { Allow: 'accept', Deny: 'deny' };
  const field = rule.get('action');
  const action = Object.entries(actions).find(([name]) => name === field?.value)?.[1];
  if (action === undefined) (field ?? rule).refuse(`an action: ${Object.keys(actions).join(', ')}`, 'take one of them');
  return action;
}

/** One entry of the list; each of several networks is a peer of its own. */
function readPeer(peer: Field, peerKey: 'from' | 'to'): readonly (Peer | undefined)[] {
  const keys = peerKey === 'from' ? ['namespaces', 'pods'] : ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'];
  if (!peer.isRecord() || refuseUnknownKeys(peer, keys) || !hasOneOf(peer, keys)) return [undefined];
  // Nodes are no addresses outside, and pods on their network are judged apart.
  if (peer.get('nodes') !== undefined) return [{ kind: 'addresses', addresses: NO_ADDRESSES }];
  if (peer.get('domainNames') !== undefined) return [{ kind: 'unresolved', mayBe: 'outside' }];
  const networks = peer.get('networks');
  if (networks === undefined) return [readPods(peer)];
  return networks.items().map((network) => {
    const addresses = readCidr(network);
    return addresses === undefined ? undefined : { kind: 'addresses', addresses };
  });
}

/** Ports of v1alpha1: one of `portNumber`, `portRange`, `namedPort` an entry. */
function readPorts(list: Field | undefined): PortRule | undefined {
  if (list === undefined) return EVERY_PORT;
  let numbers: Connections = NO_CONNECTIONS;
  const names: NamedPort[] = [];
  for (const item of list.items()) {
    const keys = ['portNumber', 'portRange', 'namedPort'];
    if (!item.isRecord() || refuseUnknownKeys(item, keys) || !hasOneOf(item, keys)) return undefined;
    const name = item.get('namedPort')?.text();
    if (name !== undefined) {
      names.push({ name, protocol: undefined });
      continue;
    }
    const [number, range] = [item.get('portNumber'), item.get('portRange')];
    const protocol = readProtocol((number ?? range)?.get('protocol'));
    if (protocol === undefined) return undefined;
    const found = number === undefined ? readRange(range as Field) : readSingle(number, 'port');
    if (found === undefined) return undefined;
    numbers = either(numbers, ports(protocol, ...found));
  }
  return numbers === NO_CONNECTIONS && names.length === 0 ? EVERY_PORT : { numbers, names };
}

/** Ports of v1alpha2: one of `tcp`, `udp`, `sctp`, `destinationNamedPort` an entry. */
function readProtocols(list: Field | undefined): PortRule | undefined {
  if (list === undefined) return EVERY_PORT;
  let numbers: Connections = NO_CONNECTIONS;
  const names: NamedPort[] = [];
  for (const item of list.items()) {
    const keys = ['tcp', 'udp', 'sctp', 'destinationNamedPort'];
    if (!item.isRecord() || refuseUnknownKeys(item, keys) || !hasOneOf(item, keys)) return undefined;
    const name = item.get('destinationNamedPort')?.text();
    if (name !== undefined) {
      names.push({ name, protocol: undefined });
      continue;
    }
    const key = keys.find((known) => item.get(known) !== undefined) as 'tcp' | 'udp' | 'sctp';
    const protocol = key.toUpperCase() as 'TCP' | 'UDP' | 'SCTP';
    const destination = item.get(key)?.get('destinationPort');
    if (destination === undefined) {
      numbers = either(numbers, everyPort(protocol));
      continue;
    }
    if (!destination.isRecord() || !hasOneOf(destination, ['number', 'range'])) return undefined;
    const range = destination.get('range');
    const found = range === undefined ? readSingle(destination, 'number') : readRange(range);
    if (found === undefined) return undefined;
    numbers = either(numbers, ports(protocol, ...found));
  }
  return numbers === NO_CONNECTIONS && names.length === 0 ? EVERY_PORT : { numbers, names };
}

function readSingle(field: Field, key: string): readonly [number, number] | undefined {
  const port = field.get(key);
  if (port === undefined) field.refuse(`a port in ${key}`, 'give its number');
  const number = port === undefined ? undefined : readPortNumber(port);
  return number === undefined ? undefined : [number, number];
}

function readRange(field: Field): readonly [number, number] | undefined {
  const first = readSingle(field, 'start');
  const last = readSingle(field, 'end');
  if (first === undefined || last === undefined) return undefined;
  if (last[1] < first[0]) {
    field.refuse('an end not below the start', 'swap the two');
    return undefined;
  }
  return [first[0], last[1]];
}
