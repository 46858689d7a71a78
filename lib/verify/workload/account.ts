import type { Field } from '../input/field';

/** The account that pods run as. */
export interface PodAccount {
  readonly name: string;
  /** Where the pod names it; undefined where it runs as the default account of its namespace for want of a name. */
  readonly at: Field | undefined;
}

export const DEFAULT_ACCOUNT = 'default';

/**
 * The account of a pod. `serviceAccount` is the older name of the field, which the API server still takes where the newer
 * one is empty (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/conversion.go).
 */
export function serviceAccountOf(spec: Field | undefined): PodAccount {
  for (const key of ['serviceAccountName', 'serviceAccount']) {
    const at = spec?.get(key);
    if (typeof at?.value === 'string' && at.value !== '') return { name: at.value, at };
  }
  return { name: DEFAULT_ACCOUNT, at: undefined };
}

/** A pod's spec with another account, under both names of the field, as admission sees it. */
export function runningAs<Spec extends object>(spec: Spec, account: string): Spec {
  return { ...spec, serviceAccountName: account, serviceAccount: account };
}
