import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { LINK_LOCAL } from './link-local';

/** An IPv4 block: address of its first host as a number, and its prefix length. */
export interface Ipv4Block {
  readonly base: number;
  readonly prefix: number;
}

/** A number from 0 to 255 without a leading zero: some readers take `010` for eight, others for ten. */
const OCTET = '(0|[1-9]\\d{0,2})';
const BLOCK = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}/(0|[1-9]\\d?)$`);

/** Parses `10.0.0.0/16`; undefined unless it is an IPv4 block without host bits. */
export function parseIpv4Block(text: string): Ipv4Block | undefined {
  const match = BLOCK.exec(text);
  if (match === null) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  const block = { base, prefix };
  return base % size(block) === 0 ? block : undefined;
}

export function formatIpv4Block({ base, prefix }: Ipv4Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Number of addresses in the block. */
export function size({ prefix }: Ipv4Block): number {
  return 2 ** (32 - prefix);
}

/** The `index`-th block of the given prefix length inside `block`. */
export function subnet(block: Ipv4Block, prefix: number, index: number): Ipv4Block {
  return { base: block.base + index * size({ base: 0, prefix }), prefix };
}

/** What is left of a block without others: the fewest blocks that hold nothing of these, in rising order. */
export function remaining(block: Ipv4Block, taken: readonly Ipv4Block[]): readonly Ipv4Block[] {
  const touching = taken.filter((other) => overlaps(block, other));
  if (touching.length === 0) return [block];
  if (touching.some(({ prefix }) => prefix <= block.prefix)) return [];
  return [0, 1].flatMap((half) => remaining(subnet(block, block.prefix + 1, half), touching));
}

export function overlaps(a: Ipv4Block, b: Ipv4Block): boolean {
  return a.base < b.base + size(b) && b.base < a.base + size(a);
}

/** Whether the text is a block that lies in one of the others; false where it is no block. */
export function liesInOneOf(text: string, others: readonly string[]): boolean {
  const block = parseIpv4Block(text);
  return others.some((other) => {
    const outer = parseIpv4Block(other);
    return block !== undefined && outer !== undefined && outer.prefix <= block.prefix && overlaps(block, outer);
  });
}

/** Whether the text is a block that shares an address with one of the others; false where it is no block. */
export function overlapsOneOf(text: string, others: readonly string[]): boolean {
  const block = parseIpv4Block(text);
  return block !== undefined && others.some((other) => overlaps(block, parseIpv4Block(other) ?? NOTHING));
}

/** Shares no address with any block. */
const NOTHING: Ipv4Block = { base: -1, prefix: 32 };

/**
 * A fault unless the text is an IPv4 block without host bits, not the whole address space, and outside the addresses that
 * mean the node itself.
 *
 * @param except blocks among those addresses that are meant all the same
 */
export function cidrFaults(text: string | undefined, path: string, except: readonly string[] = []): Fault[] {
  if (text === undefined || except.includes(text)) return [];
  const block = parseIpv4Block(text);
  const isOwnNode = overlapsOneOf(text, [LINK_LOCAL, LOOPBACK]);
  if (block !== undefined && block.prefix >= 8 && !isOwnNode) return [];
  return [
    {
      path,
      given: shown(text),
      allowed: isOwnNode
        ? `addresses outside ${LINK_LOCAL} and ${LOOPBACK}`
        : 'an IPv4 block such as "10.0.64.0/20": no host bits set, no leading zeros, prefix length 8 to 32',
      fix: isOwnNode
        ? 'they mean services of whatever node a pod is on, the metadata of the instance among them'
        : block === undefined
          ? 'write the network address and its prefix length'
          : 'name the addresses that are meant',
    },
  ];
}

/** Networks of organisations and of carriers (RFC 1918, 6598), which are nobody's in the internet. */
export const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** Addresses that mean whoever asks (RFC 1122). */
export const LOOPBACK = '127.0.0.0/8';
