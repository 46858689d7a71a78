import type { Field } from '../input/field';

/** Pods that an object makes: one entry for each template in it. */
export interface PodTemplate {
  /** What the controller calls the pods' group, `worker`; undefined where there is but one. */
  readonly role?: string;
  /** Holds `metadata` and `spec` of the pods; undefined where they are not in the object. */
  readonly template: Field | undefined;
  /** Labels that the controller sets, over those of the template. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Labels that the controller sets to values that nobody knows before. */
  readonly setsUnknown?: readonly string[];
  /** True if the controller is not known well enough to say which labels it adds. */
  readonly mayAddLabels?: boolean;
  /** True if the object gives its pods networks beside the cluster's in a way of its own, not by the pods' annotations. */
  readonly otherNetworks?: boolean;
  /** Number of pods, as far as the object says it. */
  readonly replicas?: number;
}

/** Number of pods, `otherwise` where the object leaves it to the API. */
export function countOf(
  field: Field,
  key: string,
  otherwise: number,
  under: readonly string[] = ['spec'],
): { replicas?: number } {
  const given = field.at(...under, key);
  const replicas = given === undefined ? otherwise : given.integer();
  return replicas === undefined ? {} : { replicas };
}

/** Labels that the controller of Jobs sets. */
export const JOB_LABELS = [
  'batch.kubernetes.io/job-name',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'controller-uid',
] as const;
