import { difference, equal, intersection, interval, pairs, union, type Borders } from './intervals';

/** Protocols of the API, in the order of lists. ICMP is outside NetworkPolicy. */
export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const;
/** Protocol of the transport. */
export type Protocol = (typeof PROTOCOLS)[number];

/** The protocol of that name, TCP where none is given. */
export function protocolOf(name: unknown): Protocol | undefined {
  return PROTOCOLS.find((known) => known === (name ?? 'TCP'));
}

const FIRST_PORT = 1;
const LAST_PORT = 65535;
const EVERY_PORT: Borders<number> = interval(FIRST_PORT, LAST_PORT + 1);

/** Destination ports by protocol. */
export type Connections = { readonly [protocol in Protocol]: Borders<number> };

export const NO_CONNECTIONS: Connections = { SCTP: [], TCP: [], UDP: [] };
export const ALL_CONNECTIONS: Connections = { SCTP: EVERY_PORT, TCP: EVERY_PORT, UDP: EVERY_PORT };

export function isPort(number: unknown): number is number {
  return Number.isInteger(number) && (number as number) >= FIRST_PORT && (number as number) <= LAST_PORT;
}

/** The ports from `first` to `last`, both included. */
export function ports(protocol: Protocol, first: number, last: number = first): Connections {
  return { ...NO_CONNECTIONS, [protocol]: interval(first, last + 1) };
}

/** Every port of one protocol. */
export function everyPort(protocol: Protocol): Connections {
  return ports(protocol, FIRST_PORT, LAST_PORT);
}

export function either(a: Connections, b: Connections): Connections {
  if (a === b || b === NO_CONNECTIONS || a === ALL_CONNECTIONS) return a;
  if (a === NO_CONNECTIONS || b === ALL_CONNECTIONS) return b;
  return byProtocol(a, b, union);
}

export function both(a: Connections, b: Connections): Connections {
  if (a === b || a === NO_CONNECTIONS || b === ALL_CONNECTIONS) return a;
  if (b === NO_CONNECTIONS || a === ALL_CONNECTIONS) return b;
  return byProtocol(a, b, intersection);
}

export function without(a: Connections, b: Connections): Connections {
  if (a === NO_CONNECTIONS || b === NO_CONNECTIONS) return a;
  if (b === ALL_CONNECTIONS) return NO_CONNECTIONS;
  return byProtocol(a, b, difference);
}

export function sameConnections(a: Connections, b: Connections): boolean {
  return a === b || PROTOCOLS.every((protocol) => equal(a[protocol], b[protocol]));
}

export function isNone(a: Connections): boolean {
  return a === NO_CONNECTIONS || PROTOCOLS.every((protocol) => a[protocol].length === 0);
}

export function isAll(a: Connections): boolean {
  return a === ALL_CONNECTIONS || sameConnections(a, ALL_CONNECTIONS);
}

/** `All Connections`, `No Connections`, or `TCP 80,443-445,UDP 53`. */
export function connectionsText(a: Connections): string {
  if (isAll(a)) return 'All Connections';
  if (isNone(a)) return 'No Connections';
  return PROTOCOLS.filter((protocol) => a[protocol].length > 0)
    .map((protocol) => `${protocol} ${pairs(a[protocol]).map(rangeText).join(',')}`)
    .join(',');
}

/** Reads what {@link connectionsText} writes; undefined if it is nothing of the kind. */
export function readConnections(text: string): Connections | undefined {
  if (text === 'All Connections') return ALL_CONNECTIONS;
  if (text === 'No Connections') return NO_CONNECTIONS;
  let read = NO_CONNECTIONS;
  let protocol: Protocol | undefined;
  for (const part of text.split(',')) {
    const match = /^(?:([A-Z]+) )?(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    protocol = match?.[1] === undefined ? protocol : PROTOCOLS.find((known) => known === match[1]);
    if (match === null || protocol === undefined) return undefined;
    read = either(read, ports(protocol, Number(match[2]), Number(match[3] ?? match[2])));
  }
  return read;
}

function rangeText([first, end]: readonly [number, number]): string {
  return end - first === 1 ? `${first}` : `${first}-${end - 1}`;
}

function byProtocol(
  a: Connections,
  b: Connections,
  combine: (a: Borders<number>, b: Borders<number>) => Borders<number>,
): Connections {
  const combined = { SCTP: combine(a.SCTP, b.SCTP), TCP: combine(a.TCP, b.TCP), UDP: combine(a.UDP, b.UDP) };
  if (combined.SCTP.length + combined.TCP.length + combined.UDP.length === 0) return NO_CONNECTIONS;
  return combined;
}
