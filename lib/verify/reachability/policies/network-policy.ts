import { itemsIn, type Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { EVERYTHING, readSelector, refuseUnknownKeys, type Selector } from '../../labels/selector';
import type { EntityRule } from './cilium-entities';
import { readIpBlock } from './ip-block';
import { readPorts } from './network-policy-ports';
import { namespaceOfName, podsOf, type PolicyPeer } from './peer';
import { EVERY_PORT, type PortRule } from './port-rule';

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
  const own = namespaceOfName(namespace);
  const ingress = readRules(spec.get('ingress'), 'from', own);
  const egress = readRules(spec.get('egress'), 'to', own);
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
  const items = itemsIn(spec, 'policyTypes');
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

function readRules(list: Field | undefined, peerKey: 'from' | 'to', own: Selector): readonly AllowRule[] | undefined {
  const rules = itemsIn(list).map((rule, index) => readRule(rule, index, peerKey, own));
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

function readRule(rule: Field, index: number, peerKey: 'from' | 'to', own: Selector): AllowRule | undefined {
  if (rule.value === null) return { index, peers: undefined, ports: EVERY_PORT };
  if (!rule.isRecord() || refuseUnknownKeys(rule, [peerKey, 'ports'])) return undefined;
  const items = itemsIn(rule, peerKey);
  const peers = items.map((peer) => readPeer(peer, own));
  const rulePorts = readPorts(rule.get('ports'));
  if (rulePorts === undefined || !peers.every((peer) => peer !== undefined)) return undefined;
  // No peer, missing or empty, means every peer.
  return { index, peers: peers.length === 0 ? undefined : peers, ports: rulePorts };
}

/** @param own the namespace of the policy, which pods are of that are named alone */
function readPeer(peer: Field, own: Selector): PolicyPeer | undefined {
  if (!peer.isRecord() || refuseUnknownKeys(peer, ['podSelector', 'namespaceSelector', 'ipBlock'])) return undefined;
  const podSelector = peer.get('podSelector');
  const namespaceSelector = peer.get('namespaceSelector');
  const ipBlock = peer.get('ipBlock');
  if (ipBlock !== undefined) {
    if (podSelector !== undefined || namespaceSelector !== undefined) {
      peer.refuse('an ipBlock alone, or selectors', 'write two peers: one list item means "and"');
      return undefined;
    }
    const addresses = readIpBlock(ipBlock);
    return addresses === undefined ? undefined : { kind: 'addresses', addresses };
  }
  if (podSelector === undefined && namespaceSelector === undefined) {
    peer.refuse('a podSelector, a namespaceSelector or an ipBlock', 'an empty peer is refused by the API server');
    return undefined;
  }
  const pods = podSelector === undefined ? EVERYTHING : readSelector(podSelector);
  const namespaces = namespaceSelector === undefined ? own : readSelector(namespaceSelector);
  return pods === undefined || namespaces === undefined ? undefined : podsOf(namespaces, pods);
}
