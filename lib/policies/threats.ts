/** Whom and what the rules answer: four adversaries, and ways in that a rule has to close by name. */
export const THREATS = {
  A1: 'a compromised training script',
  A2: 'an engineer with kubectl',
  A3: 'an escape from the container to its node',
  A4: 'a pivot from elsewhere in the cluster',
  T2: 'an escape that outlives its pod and meets the next project on the node',
  T4: 'the tokens of node agents, which an escape finds',
  T7: 'a namespace that the cloud trusts by its name and admission does not know by its label',
  T9: 'devices without a request: a GPU limit of "0", a variable, a pod without GPUs on a GPU node',
  T12: 'Services, endpoints and routes that lead past the network policies',
  T13: 'volumes and images that a list of forbidden ones misses',
  T14: 'a Kyverno that is switched off beside its policies',
  T17: 'devices by dynamic resource allocation, past quotas and names',
  T19: 'a ConfigMap that is mounted as code and changed',
  T20: 'objects of the whole cluster that open every project at once',
} as const;

export type Threat = keyof typeof THREATS;
