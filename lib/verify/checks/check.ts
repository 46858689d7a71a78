import type { Threat } from '../../model/risk/threats';
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

/** Key of a family of checks, first part of their ids. */
export type Family = keyof typeof FAMILIES;

/** In the order of reports. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly Family[];

/** One statement about the input that holds, fails, or cannot be decided. */
export interface Check {
  /** Stable: baselines, reports and exit codes refer to it. Starts with the family. */
  readonly id: `${Family}/${string}`;
  /** What holds when it passes, as a sentence without a full stop. */
  readonly title: string;
  /** What somebody could do otherwise. */
  readonly why: string;
  /** Attacks that it is there for. */
  readonly stops: readonly Threat[];
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
