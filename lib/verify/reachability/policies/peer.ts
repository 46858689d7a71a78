import { EVERYTHING, selectorOf, type Selector } from '../../labels/selector';
import { NAMESPACE_NAME_LABEL } from '../../../model';
import type { Addresses } from '../addresses';

/** Pods of the namespaces that one selector selects, out of which another selects by their own labels. */
export interface PodPeer {
  readonly kind: 'pods';
  readonly namespaces: Selector;
  readonly pods: Selector;
}

/** Addresses: an `ipBlock`, or the `networks` of an admin policy. */
export interface AddressPeer {
  readonly kind: 'addresses';
  readonly addresses: Addresses;
}

/** Something of the API that has no definite meaning here: names of domains, labels of nodes, newer fields. */
export interface UnresolvedPeer {
  readonly kind: 'unresolved';
  /** What it could be: addresses outside, or nodes with the pods on their network. */
  readonly mayBe: 'outside' | 'nodes';
}

/** Whom a NetworkPolicy means. */
export type PolicyPeer = PodPeer | AddressPeer;

export type Peer = PolicyPeer | UnresolvedPeer;

/** The namespace of that name and no other. */
export function namespaceOfName(name: string): Selector {
  return selectorOf([{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: [name] }]);
}

/** The namespaces that a selector names by the label that nobody can forge; undefined where it goes by other labels alone. */
export function namedNamespaces({ requirements }: Selector): readonly string[] | undefined {
  return requirements.find(({ key, operator }) => key === NAMESPACE_NAME_LABEL && operator === 'In')?.values;
}

export function podsOf(namespaces: Selector, pods: Selector = EVERYTHING): PodPeer {
  return { kind: 'pods', namespaces, pods };
}
