import * as v from 'valibot';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { isDnsSubdomain, isReservedPrefix, isLabelKey, isLabelValue, LABEL_SIZE, RESERVED_DOMAINS } from '../names';
import { optionalText, shape, type Draft } from '../fault/shape';

/** Names of the labels, annotations and taints that carry the isolation. */
export interface LabelProps {
  /**
   * DNS prefix of every key of ours, without the slash.
   * @default "training-isolation"
   */
  readonly keyPrefix?: string;
  /**
   * Key of the taint and node label that mark training nodes.
   * @default "workload-type", as in the platform's documentation and in most published node-group examples
   */
  readonly taintKey?: string;
  /**
   * Value of that taint and label.
   * @default "ai-training"
   */
  readonly taintValue?: string;
}

export const labelShape = v.optional(
  shape<LabelProps>({ keyPrefix: optionalText, taintKey: optionalText, taintValue: optionalText }),
);

/** Every key under our prefix. A key that is not here is not ours. */
export interface LabelKeys {
  /** On namespaces, pods, nodes, node taints: the project that owns the object. */
  readonly project: string;
  /** On namespaces: {@link Tier}. Admission policies and the verifier select by it. */
  readonly tier: string;
  /** On nodes: the pool of the description that the node belongs to. */
  readonly pool: string;
  /** On resources of the cloud: the platform that owns them. */
  readonly platform: string;
  /** On objects: which component of the platform they serve. */
  readonly component: string;
  /** On admission policies: the rule that they carry out. */
  readonly rule: string;
  /** Annotation on admission policies: JSON list of their exceptions, with owner, reason and last day. */
  readonly exceptions: string;
  /** Annotation on a weakened object: JSON object of risk id to reason. */
  readonly acceptedRisk: string;
  /** Annotation: what an object is for, in a sentence. */
  readonly purpose: string;
}

/** `training`: a project's namespace. `platform`: node agents, operators and shared services. */
export type Tier = 'training' | 'platform';

/** Label that the API server sets on every namespace and nobody can change: the only safe namespace selector. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * In a namespace with this label claims may ask for devices that others hold
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access).
 */
export const ADMIN_ACCESS_LABEL = 'resource.kubernetes.io/admin-access';

export function labelKeys(prefix: string): LabelKeys {
  return {
    project: `${prefix}/project`,
    tier: `${prefix}/tier`,
    pool: `${prefix}/pool`,
    platform: `${prefix}/platform`,
    component: `${prefix}/component`,
    rule: `${prefix}/rule`,
    exceptions: `${prefix}/exceptions`,
    acceptedRisk: `${prefix}/accepted-risk`,
    purpose: `${prefix}/purpose`,
  };
}

export const DEFAULT_KEY_PREFIX = 'training-isolation';

export function labelOptionFaults(props: Draft<LabelProps>, path: string): Fault[] {
  const faults: Fault[] = [];
  const check = (field: keyof LabelProps, ok: (value: string) => boolean, allowed: string, fix: string): void => {
    const value = props[field];
    if (value !== undefined && !ok(value)) faults.push({ path: `${path}.${field}`, given: shown(value), allowed, fix });
  };
  check(
    'keyPrefix',
    (value) => isDnsSubdomain(value) && value.length <= 100 && !isReservedPrefix(value),
    `a DNS subdomain of at most 100 characters outside ${RESERVED_DOMAINS.join(', ')}`,
    'use a domain of yours, such as "isolation.example.com"',
  );
  const own: readonly string[] = Object.values(labelKeys(props.keyPrefix ?? DEFAULT_KEY_PREFIX));
  const isTaken = (key: string): boolean =>
    own.includes(key) || (key.includes('/') && isReservedPrefix(key.slice(0, key.indexOf('/'))));
  // EKS accepts taint keys and values of at most 63 characters (EKS API, Taint).
  check(
    'taintKey',
    (value) => isLabelKey(value) && value.length <= LABEL_SIZE && !isTaken(value),
    `a label key of at most 63 characters outside ${RESERVED_DOMAINS.join(', ')}, and none of the library's own`,
    'leave it out for "workload-type"',
  );
  check(
    'taintValue',
    (value) => isLabelValue(value) && /^[A-Za-z]/.test(value),
    'a label value of at most 63 characters that starts with a letter',
    'leave it out for "ai-training"',
  );
  return faults;
}
