import { byCodeUnits } from '../../model/code-unit-order';
import { rangeTexts } from './addresses';
import { NO_CONNECTIONS, both, connectionsText, either, isNone } from './connections';
import { DENIED, isDecided, isDenied, undecidedPart, type Estimate } from './estimate';
import type { EndMatcher } from './end-matcher';
import { endsOf, type End } from './ends';
import { reachablePairs } from './reachable-pairs';
import type { Reachability } from './reachability';

/** What is allowed, or not excluded, from one end to another. */
export interface Connection {
  /** Who opens them. */
  readonly source: End;
  /** Who is reached. */
  readonly destination: End;
  /** Which they are, at least and at most. */
  readonly estimate: Estimate;
}

/** Which connections are listed. */
export interface ConnectionFilter {
  /** Ends that open them. @default - all */
  readonly source?: EndMatcher | undefined;
  /** Ends that are reached. @default - all */
  readonly destination?: EndMatcher | undefined;
  /** Lists denied connections too. @default false */
  readonly denied?: boolean;
}

/**
 * All connections between workloads, and between workloads and addresses outside, that are not denied; those to
 * addresses of IPv6 as well, which the widely used form leaves out. Connections between pods of one end are left out, as
 * lists of this form do. Ordered by name of the source, then of the destination.
 */
export function listConnections(reachability: Reachability, filter: ConnectionFilter = {}): readonly Connection[] {
  const names = endsOf(reachability);
  const found = new Map<string, Connection>();
  const wanted = (source: End, destination: End): boolean =>
    filter.source?.matches(source) !== false && filter.destination?.matches(destination) !== false;
  for (const { source, destination, estimate } of reachablePairs(reachability)) {
    for (const from of names.of(source)) {
      for (const to of names.of(destination)) {
        if (from !== to && wanted(from, to)) merge(found, from, to, estimate, from.classes.length * to.classes.length);
      }
    }
  }
  for (const end of names.ends) {
    for (const item of end.classes) {
      for (const direction of ['ingress', 'egress'] as const) {
        for (const { addresses, estimate } of reachability.outside(direction, item)) {
          if (isDenied(estimate) && filter.denied !== true) continue;
          const outside: End = { kind: 'outside', name: rangeTexts(addresses)[0] as string, addresses };
          const [from, to] = direction === 'ingress' ? [outside, end] : [end, outside];
          if (wanted(from, to)) merge(found, from, to, estimate, end.classes.length);
        }
      }
    }
  }
  if (filter.denied === true) {
    for (const from of names.ends) {
      for (const to of names.ends) if (from !== to && wanted(from, to)) addDenied(found, from, to);
    }
  }
  return [...found.values()].map(settled).sort(byNames);
}

interface Merged extends Connection {
  /** Pairs of classes that have been seen, of all that make up the two ends. */
  readonly seen: number;
  readonly of: number;
}

/** Workloads of one name may have pods of several classes: sure is what all of them may do, excluded what none may. */
function merge(found: Map<string, Connection>, source: End, destination: End, estimate: Estimate, of: number): void {
  const key = `${source.name}\n${destination.name}`;
  const earlier = found.get(key) as Merged | undefined;
  const merged: Merged =
    earlier === undefined
      ? { source, destination, estimate, seen: 1, of }
      : {
          ...earlier,
          seen: earlier.seen + 1,
          estimate: {
            atLeast: both(earlier.estimate.atLeast, estimate.atLeast),
            atMost: either(earlier.estimate.atMost, estimate.atMost),
          },
        };
  found.set(key, merged);
}

function addDenied(found: Map<string, Connection>, source: End, destination: End): void {
  const key = `${source.name}\n${destination.name}`;
  if (!found.has(key)) found.set(key, { source, destination, estimate: DENIED, seen: 1, of: 1 } as Merged);
}

/** Pairs that were not seen are denied. */
function settled(connection: Connection): Connection {
  const { source, destination, estimate, seen, of } = connection as Merged;
  return { source, destination, estimate: seen < of ? { ...estimate, atLeast: NO_CONNECTIONS } : estimate };
}

function byNames(a: Connection, b: Connection): number {
  return byCodeUnits(a.source.name, b.source.name) || byCodeUnits(a.destination.name, b.destination.name);
}

/** A row of the list. */
export interface ConnectionRow {
  /** `namespace/name[Kind]`, or a range of addresses. */
  readonly src: string;
  /** The same of who is reached. */
  readonly dst: string;
  /** `All Connections`, or ports by protocol. */
  readonly conn: string;
}

/** What is allowed for sure, in the form that NetworkPolicy tools share; undefined if nothing is. */
export function allowedRow(connection: Connection): ConnectionRow | undefined {
  return isNone(connection.estimate.atLeast) ? undefined : sureRow(connection);
}

/** The same, with `No Connections` where nothing is allowed for sure. */
export function sureRow({ source, destination, estimate }: Connection): ConnectionRow {
  return { src: source.name, dst: destination.name, conn: connectionsText(estimate.atLeast) };
}

/** What the input does not decide about a connection; undefined if it decides all. */
export function undecidedRow({ source, destination, estimate }: Connection): ConnectionRow | undefined {
  if (isDecided(estimate)) return undefined;
  return { src: source.name, dst: destination.name, conn: connectionsText(undecidedPart(estimate)) };
}
