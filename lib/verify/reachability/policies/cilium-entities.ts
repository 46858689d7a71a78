import type { Field } from '../../input/field';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { EVERYTHING } from '../../labels/selector';
import { either, NO_CONNECTIONS, ports, type Connections } from '../connections';
import type { NetworkPolicy } from './network-policy';

/** Things that are neither pods nor addresses of others: the node itself, and the API server. */
export type Entity = 'host' | 'kube-apiserver';

/** Ports that a policy opens to an entity. */
export interface EntityRule {
  readonly entity: Entity;
  readonly connections: Connections;
}

/**
 * A CiliumNetworkPolicy whose every rule lets all pods of the namespace out to their own node or to the API server on
 * given ports, and says nothing else. Of the pods and addresses that others may be it allows none, so it is the
 * NetworkPolicy that denies egress, with these ports beside it
 * (https://docs.cilium.io/en/stable/security/policy/language/#entities-based). Undefined for any other policy.
 */
export function entityPolicy(object: KubernetesObject): NetworkPolicy | undefined {
  if (!isKind(object, 'cilium.io', 'CiliumNetworkPolicy') || object.namespace === undefined) return undefined;
  const spec = object.field.get('spec');
  const selector = spec?.get('endpointSelector');
  if (spec === undefined || !hasOnly(spec, ['endpointSelector', 'egress', 'description'])) return undefined;
  if (selector === undefined || !hasOnly(selector, [])) return undefined;
  const rules = spec.get('egress')?.value;
  if (!Array.isArray(rules) || rules.length === 0) return undefined;
  const entities: EntityRule[] = [];
  for (const rule of spec.get('egress')?.items() ?? []) {
    const read = entityRules(rule);
    if (read === undefined) return undefined;
    entities.push(...read);
  }
  return { object, namespace: object.namespace, pods: EVERYTHING, ingress: undefined, egress: [], entities };
}

function entityRules(rule: Field): readonly EntityRule[] | undefined {
  if (!isMapping(rule.value) || !hasOnly(rule, ['toEntities', 'toPorts'])) return undefined;
  const names = rule.get('toEntities')?.value;
  const toPorts = rule.get('toPorts')?.value;
  if (!Array.isArray(names) || !names.every((name) => name === 'host' || name === 'kube-apiserver')) return undefined;
  if (!Array.isArray(toPorts)) return undefined;
  let connections = NO_CONNECTIONS;
  for (const entry of toPorts as readonly unknown[]) {
    const list = isMapping(entry) && Object.keys(entry).every((key) => key === 'ports') ? entry['ports'] : undefined;
    if (!Array.isArray(list)) return undefined;
    for (const item of list as readonly unknown[]) {
      const port = isMapping(item) ? Number(item['port']) : NaN;
      const protocol = isMapping(item) ? item['protocol'] : undefined;
      if (!Number.isInteger(port) || port < 1 || port > 65535) return undefined;
      if (protocol !== 'TCP' && protocol !== 'UDP') return undefined;
      connections = either(connections, ports(protocol, port));
    }
  }
  return (names as readonly Entity[]).map((entity) => ({ entity, connections }));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOnly({ value }: Field, keys: readonly string[]): boolean {
  return isMapping(value) && Object.keys(value).every((key) => keys.includes(key));
}
