import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';

const PREFIX = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\/)+$/;

/**
 * Faults of an S3 prefix that is given by hand. It ends up in ARNs and condition patterns, where `*`, `?` and `${` widen
 * it, and where a missing slash lets `alpha` read `alpha-2/`.
 */
export function prefixFaults(prefix: string | undefined, path: string): Fault[] {
  if (prefix === undefined) return [];
  if (PREFIX.test(prefix) && prefix.length <= 200 && !prefix.includes('..')) return [];
  return [
    {
      path,
      given: shown(prefix),
      allowed: 'folders of letters, digits, dashes, dots and underscores, ending with a slash',
      fix: 'for example "research/alpha/": no wildcard, no variable, no leading slash',
    },
  ];
}

/** Whether every key below `inner` lies below `outer` as well. */
export function covers(outer: string, inner: string): boolean {
  return inner.startsWith(outer);
}
