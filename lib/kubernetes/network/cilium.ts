import type { Metadata } from '../metadata';
import { podsWith } from './selectors';

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

/** Egress of pods to their own node. @param podLabels labels of the pods; every pod of the namespace without them */
export function hostEgress(
  metadata: Metadata,
  ports: CiliumPort[],
  podLabels?: Readonly<Record<string, string>>,
): CiliumNetworkPolicy {
  return entityEgress(metadata, 'host', ports, podLabels);
}

export function entityEgress(
  metadata: Metadata,
  entity: CiliumEntity,
  ports: CiliumPort[],
  podLabels?: Readonly<Record<string, string>>,
): CiliumNetworkPolicy {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata,
    spec: {
      endpointSelector: podLabels === undefined ? {} : podsWith(podLabels),
      egress: [{ toEntities: [entity], toPorts: [{ ports }] }],
    },
  };
}
