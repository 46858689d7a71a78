import { itemsIn, type Field } from '../../input/field';
import { isKind, textEntries, type KubernetesObject } from '../../input/kubernetes-object';
import { selectorOfLabels, type Selector } from '../../labels/selector';
import { isRecord } from '../../record';
import { ALL_ADDRESSES } from '../addresses';
import { ALL_CONNECTIONS, either, isPort, NO_CONNECTIONS, ports, type Connections } from '../connections';
import type { AllowRule, NetworkPolicy } from './network-policy';
import type { PolicyPeer } from './peer';

/** Things that are neither pods nor addresses of others: the node itself, and the API server. */
const OWN = ['host', 'kube-apiserver'] as const;
export type Entity = (typeof OWN)[number];

/** Entities that hold addresses outside the cluster: `all` is the world, every pod, every node and the API server. */
const EVERYWHERE = ['world', 'all'] as const;

/** Ports that a policy opens to an entity. */
export interface EntityRule {
  readonly entity: Entity;
  readonly connections: Connections;
}

/**
 * A CiliumNetworkPolicy whose every rule lets all pods of the namespace, or those with some labels, out to their own node or to the API server on
 * given ports, or out to the world or everywhere, and says nothing else. So it is the NetworkPolicy of egress with rules
 * for the last two alone, and with the ports of the others beside it
 * (https://docs.cilium.io/en/stable/security/policy/language/#entities-based). Undefined for any other policy.
 */
export function entityPolicy(object: KubernetesObject): NetworkPolicy | undefined {
  if (!isKind(object, 'cilium.io', 'CiliumNetworkPolicy') || object.namespace === undefined) return undefined;
  const spec = object.field.get('spec');
  const selector = spec?.get('endpointSelector');
  if (spec === undefined || !hasOnly(spec, ['endpointSelector', 'egress', 'description'])) return undefined;
  const pods = selector && selectedPods(selector);
  if (pods === undefined) return undefined;
  const rules = spec.get('egress')?.value;
  if (!Array.isArray(rules) || rules.length === 0) return undefined;
  const entities: EntityRule[] = [];
  const egress: AllowRule[] = [];
  for (const [index, rule] of itemsIn(spec, 'egress').entries()) {
    const read = entityRules(rule, index);
    if (read === undefined) return undefined;
    entities.push(...read.entities);
    egress.push(...read.egress);
  }
  return { object, namespace: object.namespace, pods, ingress: undefined, egress, entities };
}

/**
 * Keys that mean something else to Cilium than the label of the pod: with a source before a colon, or none of what it tells
 * pods apart by (https://docs.cilium.io/en/stable/operations/performance/scalability/identity-relevant-labels/).
 */
const NO_LABEL_OF_PODS =
  /:|^(?!app\.kubernetes\.io\/).*(?:kubernetes\.io|k8s\.io)|^io\.|^(?:pod-template-|controller-|annotation|etcd_node)/;

function selectedPods(selector: Field): Selector | undefined {
  if (!hasOnly(selector, ['matchLabels'])) return undefined;
  const labels = textEntries(selector.get('matchLabels'));
  return [...labels.keys()].some((key) => NO_LABEL_OF_PODS.test(key)) ? undefined : selectorOfLabels(labels);
}

interface ReadRule {
  readonly entities: readonly EntityRule[];
  readonly egress: readonly AllowRule[];
}

function entityRules(rule: Field, index: number): ReadRule | undefined {
  if (!isRecord(rule.value) || !hasOnly(rule, ['toEntities', 'toPorts'])) return undefined;
  const names = rule.get('toEntities')?.value;
  const toPorts = rule.get('toPorts')?.value;
  if (!Array.isArray(names) || names.length === 0 || !names.every(isEntity)) return undefined;
  const connections = toPorts === undefined ? ALL_CONNECTIONS : portsOf(toPorts);
  if (connections === undefined) return undefined;
  const toAll = names.includes('all');
  const own = toAll ? OWN : OWN.filter((entity) => names.includes(entity));
  const outside: readonly PolicyPeer[] = [{ kind: 'addresses', addresses: ALL_ADDRESSES }];
  return {
    entities: own.map((entity) => ({ entity, connections })),
    egress: EVERYWHERE.some((entity) => names.includes(entity))
      ? [{ index, peers: toAll ? undefined : outside, ports: { numbers: connections, names: [] } }]
      : [],
  };
}

function isEntity(name: unknown): name is Entity | (typeof EVERYWHERE)[number] {
  return [...OWN, ...EVERYWHERE].some((entity) => entity === name);
}

/** Undefined where something else than ports stands there; an empty list is every port. */
function portsOf(toPorts: unknown): Connections | undefined {
  if (!Array.isArray(toPorts)) return undefined;
  const lists = (toPorts as readonly unknown[]).map((entry) =>
    isRecord(entry) && Object.keys(entry).every((key) => key === 'ports') ? entry['ports'] : undefined,
  );
  if (!lists.every(Array.isArray)) return undefined;
  if (lists.length === 0 || lists.some((list: readonly unknown[]) => list.length === 0)) return ALL_CONNECTIONS;
  const read = lists.flat().map(portOf);
  return read.every((port) => port !== undefined) ? read.reduce(either, NO_CONNECTIONS) : undefined;
}

function portOf(item: unknown): Connections | undefined {
  if (!isRecord(item) || !Object.keys(item).every((key) => ['port', 'endPort', 'protocol'].includes(key)))
    return undefined;
  const [first, last] = [Number(item['port']), Number(item['endPort'] ?? item['port'])];
  const protocol = item['protocol'];
  if (!isPort(first) || !isPort(last) || last < first) return undefined;
  return protocol === 'TCP' || protocol === 'UDP' ? ports(protocol, first, last) : undefined;
}

function hasOnly({ value }: Field, keys: readonly string[]): boolean {
  return isRecord(value) && Object.keys(value).every((key) => keys.includes(key));
}
