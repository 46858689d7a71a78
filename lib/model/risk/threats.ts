/**
 * Whom and what rules and checks stop. A1 to A4 are those of the guide "Isolating AI training batch jobs in Kubernetes"; the others are
 * attacks that it does not name, listed in docs/threats.md.
 */
export const THREATS = {
  A1: 'a compromised training script',
  A2: 'an engineer with kubectl',
  A3: 'an escape from the container to its node',
  A4: 'a pivot from elsewhere in the cluster',
  T1: 'a node port of its own node, past every policy',
  T2: 'an escape that outlives its pod and meets the next project on the node',
  T3: 'data that leaves through an interface endpoint with the keys of a stranger',
  T4: 'the tokens of node agents, which an escape finds',
  T5: 'a shell on the node, or its disk, by way of the cloud',
  T6: 'a shared service as a bridge between projects or to production',
  T7: 'a namespace that the cloud trusts by its name and admission does not know by its label',
  T8: 'objects that are in the cluster and not in the files',
  T9: 'devices without a request, and pods without devices on their nodes',
  T10: 'an escape through the container toolkit, without any privilege',
  T11: 'production behind the same block of addresses as the cloud endpoints',
  T12: 'Services, endpoints and routes that lead past the network policies',
  T13: 'volumes and images that a list of forbidden ones misses',
  T14: 'an admission controller that is switched off beside its policies',
  T15: 'a file system that asks nobody who they are, after an escape',
  T16: 'another cluster with the same names',
  T17: 'devices by dynamic resource allocation, past quotas and names',
  T18: 'a poisoned checkpoint that a clean job loads',
  T19: 'a ConfigMap that is mounted as code and changed',
  T20: 'objects of the whole cluster that open every project at once',
} as const;

/** Id of an attack, a key of {@link THREATS}. */
export type Threat = keyof typeof THREATS;
