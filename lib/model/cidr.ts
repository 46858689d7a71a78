import type { Fault } from './fault';
import { shown } from './fault';

/** An IPv4 block: address of its first host as a number, and its prefix length. */
export interface Ipv4Block {
  readonly base: number;
  readonly prefix: number;
}

/** Parses `10.0.0.0/16`; undefined unless it is an IPv4 block without host bits. */
export function parseIpv4Block(text: string): Ipv4Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
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

export function overlaps(a: Ipv4Block, b: Ipv4Block): boolean {
  return a.base < b.base + size(b) && b.base < a.base + size(a);
}

/** A fault unless the text is an IPv4 block without host bits and not the whole address space. */
export function cidrFaults(text: string | undefined, path: string): Fault[] {
  if (text === undefined) return [];
  const block = parseIpv4Block(text);
  if (block !== undefined && block.prefix >= 8) return [];
  return [
    {
      path,
      given: shown(text),
      allowed: 'an IPv4 block such as "10.0.64.0/20": no host bits set, prefix length 8 to 32',
      fix:
        block === undefined ? 'write the network address and its prefix length' : 'name the addresses that are meant',
    },
  ];
}
