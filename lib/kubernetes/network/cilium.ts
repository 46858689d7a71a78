import type { Metadata } from '../metadata';

/** The part of cilium.io/v2 CiliumNetworkPolicy that is written here. */
export interface CiliumNetworkPolicy {
  apiVersion: 'cilium.io/v2';
  kind: 'CiliumNetworkPolicy';
  metadata: Metadata;
  spec: {
    endpointSelector: { matchLabels?: Record<string, string> };
    egress: { toEntities: CiliumEntity[]; toPorts?: { ports: CiliumPort[] }[] }[];
  };
}

/** Things that are no pods and no outside addresses to Cilium (https://docs.cilium.io/en/stable/security/policy/language/#entities-based). */
export type CiliumEntity = 'host' | 'kube-apiserver';

export interface CiliumPort {
  port: string;
  protocol: 'TCP' | 'UDP';
}

/** Egress of every pod of the namespace to the pod's own node. */
export function hostEgress(metadata: Metadata, ports: CiliumPort[]): CiliumNetworkPolicy {
  return entityEgress(metadata, 'host', ports);
}

export function entityEgress(metadata: Metadata, entity: CiliumEntity, ports: CiliumPort[]): CiliumNetworkPolicy {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata,
    spec: { endpointSelector: {}, egress: [{ toEntities: [entity], toPorts: [{ ports }] }] },
  };
}
