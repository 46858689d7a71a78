/** What a check comes to. `unknown` is never a pass. */
export type Status = 'pass' | 'fail' | 'unknown' | 'accepted' | 'not-applicable';

const WORST: readonly Status[] = ['fail', 'unknown', 'accepted', 'pass', 'not-applicable'];

/** The worst of several; nothing applicable is not applicable. */
export function worst(statuses: readonly Status[]): Status {
  return WORST.find((status) => statuses.includes(status)) ?? 'not-applicable';
}

/** Place from worst to best, from 0. */
export function rank(status: Status): number {
  return WORST.indexOf(status);
}
