import fc from 'fast-check';
import { formatIpv4Block, overlaps, parseIpv4Block, size, type Ipv4Block } from '../../../lib/model/network/cidr';
import { planSubnets } from '../../../lib/model/network/subnets';

const vpc = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 16 - 1 }), fc.integer({ min: 16, max: 20 }))
  .map(([high, prefix]) => {
    const span = 2 ** (32 - prefix);
    return formatIpv4Block({ base: Math.floor((high * 2 ** 16) / span) * span, prefix });
  });

const parse = (text: string): Ipv4Block => {
  const block = parseIpv4Block(text);
  if (block === undefined) throw new Error(`${text} is no block`);
  return block;
};

test('subnets of a plan lie in the VPC, never overlap, and are large enough for AWS', () => {
  fc.assert(
    fc.property(vpc, fc.integer({ min: 1, max: 4 }), (cidr, zones) => {
      const plan = planSubnets(cidr, zones);
      const all = [...plan.nodes, ...plan.endpoints, ...plan.controlPlane].map(parse);
      expect(all).toHaveLength(3 * zones);
      const outer = parse(cidr);
      for (const block of all) {
        expect(block.base).toBeGreaterThanOrEqual(outer.base);
        expect(block.base + size(block)).toBeLessThanOrEqual(outer.base + size(outer));
        expect(block.prefix).toBeLessThanOrEqual(28);
        expect(all.filter((other) => other !== block && overlaps(other, block))).toEqual([]);
      }
    }),
  );
});

test('a block is read and written back unchanged, and nothing with host bits is one', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      const text = `${address}/${prefix}`;
      const block = parseIpv4Block(text);
      if (block === undefined) return;
      expect(formatIpv4Block(block)).toBe(text);
      expect(block.base % size(block)).toBe(0);
    }),
  );
  expect(parseIpv4Block('10.0.0.1/16')).toBeUndefined();
  expect(parseIpv4Block('10.0.0.0/33')).toBeUndefined();
  expect(parseIpv4Block('10.0.0.256/32')).toBeUndefined();
});
