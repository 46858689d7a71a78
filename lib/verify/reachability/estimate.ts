import {
  ALL_CONNECTIONS,
  both,
  either,
  isNone,
  NO_CONNECTIONS,
  sameConnections,
  without,
  type Connections,
} from './connections';

/**
 * What is known of the connections between two ends: those that are allowed for sure, and those that are not excluded.
 * Where the two differ the input does not decide. Denied is what is not in `atMost`.
 */
export interface Estimate {
  /** What is allowed for sure. */
  readonly atLeast: Connections;
  /** What is not excluded; the same where everything is known. */
  readonly atMost: Connections;
}

export const ALLOWED: Estimate = { atLeast: ALL_CONNECTIONS, atMost: ALL_CONNECTIONS };
export const DENIED: Estimate = { atLeast: NO_CONNECTIONS, atMost: NO_CONNECTIONS };
export const UNDECIDED: Estimate = { atLeast: NO_CONNECTIONS, atMost: ALL_CONNECTIONS };

export function exactly(connections: Connections): Estimate {
  return { atLeast: connections, atMost: connections };
}

/** At most these connections, perhaps none. */
export function perhaps(connections: Connections): Estimate {
  return { atLeast: NO_CONNECTIONS, atMost: connections };
}

export function eitherEstimate(a: Estimate, b: Estimate): Estimate {
  if (a === DENIED || b === ALLOWED) return b;
  if (b === DENIED || a === ALLOWED) return a;
  return { atLeast: either(a.atLeast, b.atLeast), atMost: either(a.atMost, b.atMost) };
}

export function bothEstimates(a: Estimate, b: Estimate): Estimate {
  if (a === ALLOWED || b === DENIED) return b;
  if (b === ALLOWED || a === DENIED) return a;
  return { atLeast: both(a.atLeast, b.atLeast), atMost: both(a.atMost, b.atMost) };
}

export function isDecided({ atLeast, atMost }: Estimate): boolean {
  return sameConnections(atLeast, atMost);
}

export function sameEstimate(a: Estimate, b: Estimate): boolean {
  return a === b || (sameConnections(a.atLeast, b.atLeast) && sameConnections(a.atMost, b.atMost));
}

/** What is neither allowed for sure nor excluded. */
export function undecidedPart({ atLeast, atMost }: Estimate): Connections {
  return without(atMost, atLeast);
}

export function isDenied({ atMost }: Estimate): boolean {
  return isNone(atMost);
}
