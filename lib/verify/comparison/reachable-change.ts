import { readBlock, pieces, blockText, contains, type Addresses } from '../reachability/addresses';
import {
  connectionsText,
  either,
  isNone,
  NO_CONNECTIONS,
  readConnections,
  without,
  type Connections,
} from '../reachability/connections';
import { OUTSIDE, type Reachable } from '../relations/reachable';
import { changeOf, type Change } from './change';

interface Known {
  readonly from: string;
  readonly to: string;
  readonly allowed: Connections;
  readonly undecided: Connections;
}

/**
 * Connections that only one of two reports has, port by port and address by address: two reports cut the addresses
 * outside in different pieces, so both are cut along the borders of both.
 */
export function reachableChange(before: readonly Reachable[], after: readonly Reachable[]): Change<Reachable> {
  const cut = pieces([...before, ...after].flatMap((row) => outsideOf(row)?.addresses ?? []));
  return changeOf(byPair(before, cut), byPair(after, cut), (side, other) => {
    const found: Reachable[] = [];
    for (const [key, { from, to, allowed, undecided }] of side) {
      const otherAllowed = other.get(key)?.allowed ?? NO_CONNECTIONS;
      const otherAtMost = either(otherAllowed, other.get(key)?.undecided ?? NO_CONNECTIONS);
      const parts = [
        { status: 'allowed' as const, connections: without(allowed, otherAllowed) },
        { status: 'undecided' as const, connections: without(undecided, otherAtMost) },
      ];
      for (const { status, connections } of parts)
        if (!isNone(connections)) found.push({ from, to, connections: connectionsText(connections), status });
    }
    return found;
  });
}

function byPair(rows: readonly Reachable[], cut: readonly Addresses[]): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const row of rows) {
    const connections = readConnections(row.connections) ?? NO_CONNECTIONS;
    for (const [from, to] of ends(row, cut)) {
      const key = `${from}\n${to}`;
      const earlier = known.get(key) ?? { from, to, allowed: NO_CONNECTIONS, undecided: NO_CONNECTIONS };
      known.set(key, { ...earlier, [row.status]: either(earlier[row.status], connections) });
    }
  }
  return known;
}

function ends(row: Reachable, cut: readonly Addresses[]): readonly (readonly [string, string])[] {
  const outside = outsideOf(row);
  if (outside === undefined) return [[row.from, row.to]];
  const parts = cut.filter((piece) => contains(outside.addresses, piece)).map((piece) => OUTSIDE + blockText(piece));
  return parts.map((part) => (outside.end === 'from' ? [part, row.to] : [row.from, part]));
}

function outsideOf({
  from,
  to,
}: Reachable): { readonly end: 'from' | 'to'; readonly addresses: Addresses } | undefined {
  for (const [end, name] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const addresses = name.startsWith(OUTSIDE) ? readBlock(name.slice(OUTSIDE.length)) : undefined;
    if (addresses !== undefined) return { end, addresses };
  }
  return undefined;
}
