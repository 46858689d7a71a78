import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';

/**
 * Between the parts of a derived name (`alpha--data`, `p4d--alpha`). No given name may contain it, so that two pairs of
 * names never derive the same one.
 */
export const SEPARATOR = '--';

const NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const RESERVED = new Set(['default', 'production', 'prod', 'system', 'shared', 'public', 'admin']);

/** What a name must be, beyond its characters. */
export interface NameRule {
  readonly min: number;
  readonly max: number;
  /** Names that mean something to Kubernetes, AWS or people, and would mislead or widen access. */
  readonly refuseReserved: boolean;
}

/** A project becomes a namespace, an S3 prefix, a role, claims, label values, policy strings. */
export const PROJECT_NAME: NameRule = { min: 3, max: 40, refuseReserved: true };
/** The platform's name stands in front of every namespace: 20 + 1 + 40 characters fit the 63 of a DNS label. */
export const PLATFORM_NAME: NameRule = { min: 2, max: 20, refuseReserved: true };
/** Pools, services, components: parts of label values and object names. */
export const PART_NAME: NameRule = { min: 1, max: 30, refuseReserved: false };

/**
 * Faults of a name that ends up inside patterns: S3 prefixes, ARNs, selectors, Kyverno strings. Lower-case letters,
 * digits and single dashes only, starting with a letter: no wildcard, no variable, no path, no digit that a pattern
 * language reads as a range or quantity (`7b-13b`, `1k`).
 */
export function nameFaults(name: string | undefined, path: string, rule: NameRule): Fault[] {
  if (name === undefined) return [];
  const faults: Fault[] = [];
  const refuse = (allowed: string, fix: string): void => {
    faults.push({ path, given: shown(name), allowed, fix });
  };
  if (!NAME.test(name) || name.includes(SEPARATOR)) {
    refuse(
      'lower-case letters, digits and single dashes, starting with a letter and not ending with a dash',
      `for example ${shown(mended(name))}`,
    );
  }
  if (name.length < rule.min || name.length > rule.max) {
    refuse(
      `${rule.min} to ${rule.max} characters`,
      `it has ${name.length}: ${name.length < rule.min ? 'lengthen' : 'shorten'} it`,
    );
  }
  if (rule.refuseReserved && (RESERVED.has(name) || /^(kube|system)(-|$)|^aws/.test(name))) {
    refuse(
      `none of ${[...RESERVED].join(', ')}, kube-*, system-*, aws*`,
      'take a name that says which work it is; reserved names widen or mislead policies',
    );
  }
  return faults;
}

/** The nearest accepted name, as a proposal in a fault. */
function mended(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain === '' ? 'alpha' : plain;
}
