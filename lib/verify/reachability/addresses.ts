import { isIPv4, isIPv6 } from 'node:net';
import { onceFor } from '../once-for';
import { difference, equal, intersection, interval, pairs, union, type Borders } from './intervals';

/**
 * A set of addresses, both families apart. Own code rather than a library: those for IP addresses offer parsing and
 * membership in a block, not unions, complements and intervals; parsing is Node's.
 */
export interface Addresses {
  readonly v4: Borders<number>;
  readonly v6: Borders<bigint>;
}

export const NO_ADDRESSES: Addresses = { v4: [], v6: [] };
export const ALL_V4: Addresses = { v4: interval(0, 2 ** 32), v6: [] };
const ALL_V6: Addresses = { v4: [], v6: interval(0n, 1n << 128n) };
export const ALL_ADDRESSES: Addresses = { v4: ALL_V4.v4, v6: ALL_V6.v6 };

/** The addresses of a block such as `10.0.0.0/8` or `fd00::/8`; host bits are ignored, as the API ignores them. Undefined if it is none. */
export function addressBlock(text: string): Addresses | undefined {
  const match = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const [, address, digits] = match as unknown as [string, string, string];
  const prefix = Number(digits);
  if (digits.length > 1 && digits.startsWith('0')) return undefined;
  if (isIPv4(address)) {
    if (prefix > 32) return undefined;
    const size = 2 ** (32 - prefix);
    const first = Math.floor(v4Value(address) / size) * size;
    return { v4: interval(first, first + size), v6: [] };
  }
  if (!isIPv6(address) || prefix > 128) return undefined;
  const bits = BigInt(128 - prefix);
  const first = (v6Value(address) >> bits) << bits;
  // Readers disagree on whether an IPv4-mapped block means IPv4.
  if (first >> 32n === 0xffffn) return undefined;
  return { v4: [], v6: interval(first, first + (1n << bits)) };
}

/** The addresses of several blocks together; texts that are none are left out. */
export function blocks(texts: readonly string[]): Addresses {
  return texts
    .map(addressBlock)
    .reduce<Addresses>((all, block) => (block === undefined ? all : eitherAddresses(all, block)), NO_ADDRESSES);
}

/** One address. */
export function oneAddress(text: string): Addresses | undefined {
  return addressBlock(`${text}/${text.includes(':') ? 128 : 32}`);
}

export function eitherAddresses(a: Addresses, b: Addresses): Addresses {
  return { v4: union(a.v4, b.v4), v6: union(a.v6, b.v6) };
}

export function bothAddresses(a: Addresses, b: Addresses): Addresses {
  return { v4: intersection(a.v4, b.v4), v6: intersection(a.v6, b.v6) };
}

export function withoutAddresses(a: Addresses, b: Addresses): Addresses {
  return { v4: difference(a.v4, b.v4), v6: difference(a.v6, b.v6) };
}

export function isEmpty({ v4, v6 }: Addresses): boolean {
  return v4.length === 0 && v6.length === 0;
}

export function sameAddresses(a: Addresses, b: Addresses): boolean {
  return equal(a.v4, b.v4) && equal(a.v6, b.v6);
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: Addresses, inner: Addresses): boolean {
  return isEmpty(withoutAddresses(inner, outer));
}

/** Each interval as `first-last`, IPv4 before IPv6. */
export function rangeTexts({ v4, v6 }: Addresses): readonly string[] {
  return [
    ...pairs(v4).map(([first, end]) => `${v4Text(first)}-${v4Text(end - 1)}`),
    ...pairs(v6).map(([first, end]) => `${v6Text(first)}-${v6Text(end - 1n)}`),
  ];
}

/**
 * One interval as people write it: an address, a block where it is one, `first-last` otherwise. Connections of every pod are
 * told with the same few intervals.
 */
export const blockText = onceFor((addresses: Addresses): string => {
  const [range] = rangeTexts(addresses) as readonly [string];
  const [first, last] = range.split('-') as [string, string];
  if (first === last) return first;
  const [pair] = pairs(addresses.v4);
  if (pair === undefined) return range;
  const size = pair[1] - pair[0];
  const bits = Math.log2(size);
  return Number.isInteger(bits) && pair[0] % size === 0 ? `${first}/${32 - bits}` : range;
});

/** Each interval of a set as {@link blockText} writes one. */
export function blockTexts({ v4, v6 }: Addresses): readonly string[] {
  return [
    ...pairs(v4).map(([first, end]) => blockText({ v4: interval(first, end), v6: [] })),
    ...pairs(v6).map(([first, end]) => blockText({ v4: [], v6: interval(first, end) })),
  ];
}

/** Reads what {@link blockText} writes; undefined if it is nothing of the kind. */
export function readBlock(text: string): Addresses | undefined {
  const [first, last] = text.split('-');
  if (last === undefined) return addressBlock(text) ?? oneAddress(text);
  const [from, to] = [oneAddress(first as string), oneAddress(last)];
  if (from === undefined || to === undefined) return undefined;
  const [low, high] = [from.v4[0], to.v4[1]];
  if (low !== undefined && high !== undefined) return { v4: interval(low, high), v6: [] };
  const [start, end] = [from.v6[0], to.v6[1]];
  return start === undefined || end === undefined ? undefined : { v4: [], v6: interval(start, end) };
}

/**
 * Cuts all addresses along the borders of the given sets: of each piece, every set holds all or nothing. Pieces are
 * intervals, in rising order.
 */
export function pieces(sets: readonly Addresses[]): readonly Addresses[] {
  const cut = <T extends number | bigint>(all: Borders<T>, borders: readonly T[]): readonly (readonly [T, T])[] => {
    const inner = [...new Set(borders)].filter((border) => border > (all[0] as T) && border < (all[1] as T));
    const rising = [all[0] as T, ...inner.sort((a, b) => (a < b ? -1 : 1)), all[1] as T];
    return rising.slice(1).map((end, index) => [rising[index] as T, end] as const);
  };
  return [
    ...cut(
      ALL_V4.v4,
      sets.flatMap(({ v4 }) => v4),
    ).map(([first, end]) => ({ v4: interval(first, end), v6: [] })),
    ...cut(
      ALL_V6.v6,
      sets.flatMap(({ v6 }) => v6),
    ).map(([first, end]) => ({ v4: [], v6: interval(first, end) })),
  ];
}

function v4Value(text: string): number {
  return text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
}

function v4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function v6Value(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return [...front, ...zeros, ...back].reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of a part of an address; the last may be written as an IPv4 address. */
function groups(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const value = v4Value(group);
    return [Math.floor(value / 65536), value % 65536];
  });
}

/** The short form of RFC 5952. */
function v6Text(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn));
  let [start, length] = [-1, 1];
  for (let index = 0; index < 8; index++) {
    let end = index;
    while (end < 8 && parts[end] === 0) end++;
    if (end - index > length) [start, length] = [index, end - index];
  }
  const hex = (from: number, to: number): string =>
    parts
      .slice(from, to)
      .map((part) => part.toString(16))
      .join(':');
  return start === -1 ? hex(0, 8) : `${hex(0, start)}::${hex(start + length, 8)}`;
}
