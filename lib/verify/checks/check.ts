import type { Evidence } from '../evidence';
import type { Judged } from '../problem';

/** What a check is about; also which part of the input it needs. */
export const FAMILIES = {
  placement: { title: 'Placement', input: 'manifests' },
  network: { title: 'Network', input: 'manifests' },
  access: { title: 'Access to the cloud', input: 'cloud' },
  authority: { title: 'Authority in the cluster', input: 'manifests' },
  pod: { title: 'Pods', input: 'manifests' },
  admission: { title: 'Admission', input: 'manifests' },
  storage: { title: 'Storage', input: 'manifests' },
  secrets: { title: 'Secrets', input: 'manifests' },
  node: { title: 'Nodes', input: 'cloud' },
  audit: { title: 'Audit', input: 'cloud' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly input: 'manifests' | 'cloud' }>>;

export type Family = keyof typeof FAMILIES;

/**
 * Whom a check stops. A1 to A4 are those of the guide "Isolating AI training batch jobs in Kubernetes"; the others are
 * attacks that it does not name, listed in docs/threats.md.
 */
export const ADVERSARIES = {
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

export type Adversary = keyof typeof ADVERSARIES;

/** One statement about the input that holds, fails, or cannot be decided. */
export interface Check {
  /** Stable: baselines, reports and exit codes refer to it. Starts with the family. */
  readonly id: `${Family}/${string}`;
  /** What holds when it passes, as a sentence without a full stop. */
  readonly title: string;
  /** What somebody could do otherwise. */
  readonly why: string;
  readonly stops: readonly Adversary[];
  /** Objects that make it hold. */
  readonly control: string;
  /** How to mend it, where a finding does not say it better. */
  readonly fix: string;
  /**
   * Whether an object that is not in the files could undo it: another chart's policy, a binding. A pass then asks for
   * the whole cluster, or for the assumption that this is it.
   * @default false
   */
  readonly openWorld?: boolean;
  /** True if it asks whether what must work does work. @default false */
  readonly positive?: boolean;
  /** Everything that the check looked at, with what is wrong about it. Nothing at all means that it does not apply. */
  judge(evidence: Evidence): Iterable<Judged>;
}
