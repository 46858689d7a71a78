import type { Field } from '../../input/field';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { EVERYTHING, readSelector, refuseUnknownKeys, type Selector } from '../../labels/selector';
import { hasOneOf, itemsWithin, mostEntries } from './admin-limits';
import { readAdminPorts, readProtocols } from './admin-ports';
import { readCidr } from './ip-block';
import { podsOf, type Peer, type PodPeer } from './peer';
import type { PortRule } from './port-rule';

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
  /** `perhaps` where it is not sure that anything enforces policies of this kind. */
  readonly inEffect: 'yes' | 'perhaps';
}

const GROUP = 'policy.networking.k8s.io';

export function isAdminPolicy(object: KubernetesObject): boolean {
  return ADMIN_KINDS.some((kind) => isKind(object, GROUP, kind));
}

const ADMIN_KINDS = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'] as const;

const MAX_PRIORITY = 1000;
const MAX_NAME = 100;
const MAX_NETWORKS = 25;

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
  return { object, tier, priority, subject, ingress, egress, inEffect: 'yes' };
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
  if (!hasOneOf(subject, ['namespaces', 'pods'], 'a policy has one subject')) return undefined;
  return readPods(subject);
}

/** `namespaces` or `pods` of a subject or peer. */
function readPods(field: Field): PodPeer | undefined {
  const namespaces = field.get('namespaces');
  if (namespaces !== undefined) {
    if (refusedEarlyForm(namespaces)) return undefined;
    const selector = readSelector(namespaces);
    return selector === undefined ? undefined : podsOf(selector);
  }
  const pods = field.get('pods');
  if (pods === undefined || !pods.isRecord()) return undefined;
  if (refusedEarlyPods(pods) || refuseUnknownKeys(pods, ['namespaceSelector', 'podSelector'])) return undefined;
  // Either may be left out here, and is told: see omittedSelectors.
  const inNamespaces = readOptionalSelector(pods.get('namespaceSelector'));
  const byLabels = readOptionalSelector(pods.get('podSelector'));
  return inNamespaces === undefined || byLabels === undefined ? undefined : podsOf(inNamespaces, byLabels);
}

function readOptionalSelector(field: Field | undefined): Selector | undefined {
  return field === undefined ? EVERYTHING : readSelector(field);
}

/**
 * Reports `namespaces` as in v0.1.0 and v0.1.1: a selector one level further down, or labels of both ends that were
 * compared, of which it was never settled what they meant
 * (https://github.com/kubernetes-sigs/network-policy-api/blob/main/CHANGELOG.md).
 */
function refusedEarlyForm(namespaces: Field): boolean {
  if (!namespaces.isRecord()) return true;
  const compared = namespaces.get('sameLabels') ?? namespaces.get('notSameLabels');
  compared?.refuse('a label selector', 'sameLabels and notSameLabels were removed from the API');
  if (compared !== undefined) return true;
  const below = namespaces.get('namespaceSelector');
  below?.refuse('a label selector', `write the selector directly below namespaces${OF_LATER_VERSIONS}`);
  return below !== undefined;
}

/** Reports `namespaces` in `pods`, where early versions had what is `namespaceSelector` now. */
function refusedEarlyPods(pods: Field): boolean {
  const namespaces = pods.get('namespaces');
  if (namespaces === undefined) return false;
  if (!namespaces.isRecord() || namespaces.get('namespaceSelector') === undefined) return refusedEarlyForm(namespaces);
  namespaces.refuse('no namespaces in pods', `write its namespaceSelector directly below pods${OF_LATER_VERSIONS}`);
  return true;
}

const OF_LATER_VERSIONS = ', as in all versions of the API after v0.1.1';

function readRules(
  object: KubernetesObject,
  list: Field | undefined,
  peerKey: 'from' | 'to',
): readonly AdminRule[] | undefined {
  if (list === undefined) return [];
  const rules = itemsWithin(list, 0, mostEntries(object))?.map((rule, index) => readRule(object, rule, index, peerKey));
  return rules?.every((rule) => rule !== undefined) === true ? rules : undefined;
}

function readRule(object: KubernetesObject, rule: Field, index: number, peerKey: 'from' | 'to'): AdminRule | undefined {
  if (!rule.isRecord() || refuseUnknownKeys(rule, ['name', 'action', peerKey, 'ports', 'protocols'])) return undefined;
  const most = mostEntries(object);
  const action = readAction(object, rule);
  const name = readName(rule);
  const list = rule.get(peerKey);
  if (list === undefined) rule.refuse(`at least one peer in ${peerKey}`, 'an admin rule names its peers');
  const items = list === undefined ? undefined : itemsWithin(list, 1, most);
  const peers = items?.flatMap((peer) => readPeer(object, peer, peerKey));
  const rulePorts =
    object.kind === 'ClusterNetworkPolicy'
      ? readProtocols(rule.get('protocols'), most)
      : readAdminPorts(rule.get('ports'), most);
  if (action === undefined || name === undefined || rulePorts === undefined) return undefined;
  if (peers?.every((peer) => peer !== undefined) !== true) return undefined;
  if (object.kind !== 'ClusterNetworkPolicy' && refusedNames(rule, items ?? [], rulePorts)) return undefined;
  return { index, name: name.text, action, peers, ports: rulePorts };
}

function readName(rule: Field): { readonly text: string | undefined } | undefined {
  const field = rule.get('name');
  const text = field?.text();
  if (field === undefined || (text !== undefined && text.length <= MAX_NAME)) return { text };
  if (text !== undefined) field.refuse(`a name of at most ${MAX_NAME} characters`, 'shorten it');
  return undefined;
}

/** A name of a port is one of the pods behind it; addresses, nodes and domain names have none. v1alpha2 lets it stand. */
function refusedNames(rule: Field, peers: readonly Field[], { names }: PortRule): boolean {
  const without = peers.some((peer) => ['networks', 'nodes', 'domainNames'].some((key) => peer.get(key) !== undefined));
  if (names.length === 0 || !without) return false;
  rule.refuse('numbers of ports beside networks, nodes and domain names', 'only pods have named ports');
  return true;
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
function readPeer(object: KubernetesObject, peer: Field, peerKey: 'from' | 'to'): readonly (Peer | undefined)[] {
  const outside = ['nodes', 'networks', ...(object.kind === 'BaselineAdminNetworkPolicy' ? [] : ['domainNames'])];
  const keys = ['namespaces', 'pods', ...(peerKey === 'from' ? [] : outside)];
  if (!peer.isRecord() || refuseUnknownKeys(peer, keys) || !hasOneOf(peer, keys, 'write one peer each'))
    return [undefined];
  if (peer.get('nodes') !== undefined) return [{ kind: 'unresolved', mayBe: 'nodes' }];
  if (peer.get('domainNames') !== undefined) return [{ kind: 'unresolved', mayBe: 'outside' }];
  const networks = peer.get('networks');
  if (networks === undefined) return [readPods(peer)];
  const seen = new Set<unknown>();
  const blocks = itemsWithin(networks, 1, MAX_NETWORKS)?.map((network): Peer | undefined => {
    if (seen.has(network.value)) {
      network.refuse('each network once', 'remove one');
      return undefined;
    }
    seen.add(network.value);
    const addresses = readCidr(network);
    return addresses === undefined ? undefined : { kind: 'addresses', addresses };
  });
  return blocks ?? [undefined];
}
