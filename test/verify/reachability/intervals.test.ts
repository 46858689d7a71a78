import { BlockList } from 'node:net';
import fc from 'fast-check';
import {
  addressBlock,
  ALL_ADDRESSES,
  bothAddresses,
  contains,
  eitherAddresses,
  NO_ADDRESSES,
  oneAddress,
  pieces,
  rangeTexts,
  sameAddresses,
  withoutAddresses,
  type Addresses,
} from '../../../lib/verify/reachability/addresses';
import {
  ALL_CONNECTIONS,
  both,
  connectionsText,
  either,
  everyPort,
  NO_CONNECTIONS,
  ports,
  sameConnections,
  without,
} from '../../../lib/verify/reachability/connections';
import { difference, includes, intersection, interval, union } from '../../../lib/verify/reachability/intervals';

const small = fc
  .array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 5 })
  .map((list) => list.map(([a, b]) => interval(a, b)).reduce(union, []));

test('interval sets obey the laws of sets, point by point, and equal sets have equal borders', () => {
  fc.assert(
    fc.property(small, small, (a, b) => {
      for (let point = 0; point < 32; point++) {
        const [inA, inB] = [includes(a, point), includes(b, point)];
        expect(includes(union(a, b), point)).toBe(inA || inB);
        expect(includes(intersection(a, b), point)).toBe(inA && inB);
        expect(includes(difference(a, b), point)).toBe(inA && !inB);
      }
      expect(union(a, b)).toEqual(union(b, a));
      expect(union(difference(a, b), intersection(a, b))).toEqual(a);
    }),
  );
});

describe('connections', () => {
  test('are written by protocol in alphabetical order, as ports and ranges that touch no other', () => {
    const text = [ports('UDP', 53), ports('TCP', 443), ports('TCP', 80), ports('TCP', 81, 90)].reduce(either);
    expect(connectionsText(text)).toBe('TCP 80-90,443,UDP 53');
    expect(connectionsText(everyPort('TCP'))).toBe('TCP 1-65535');
    expect(connectionsText([everyPort('TCP'), everyPort('UDP'), everyPort('SCTP')].reduce(either))).toBe(
      'All Connections',
    );
    expect(connectionsText(without(ALL_CONNECTIONS, ports('UDP', 53)))).toBe(
      'SCTP 1-65535,TCP 1-65535,UDP 1-52,54-65535',
    );
    expect(connectionsText(both(ports('TCP', 1), ports('UDP', 1)))).toBe('No Connections');
    expect(both(ports('TCP', 1), ports('TCP', 2))).toBe(NO_CONNECTIONS);
    expect(sameConnections(without(either(ports('TCP', 1), ports('TCP', 2)), ports('TCP', 2)), ports('TCP', 1))).toBe(
      true,
    );
  });
});

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([ip, prefix]) => `${ip}/${prefix}`);
const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([ip, prefix]) => `${ip}/${prefix}`);

describe('addresses', () => {
  test('of a block are those that Node’s own block list holds', () => {
    fc.assert(
      fc.property(v4, fc.ipV4(), (block, ip) => {
        const list = new BlockList();
        const [address, prefix] = block.split('/') as [string, string];
        list.addSubnet(address, Number(prefix), 'ipv4');
        expect(contains(addressBlock(block) as Addresses, oneAddress(ip) as Addresses)).toBe(list.check(ip));
      }),
    );
    fc.assert(
      fc.property(v6, fc.ipV6(), (block, ip) => {
        const [address, prefix] = block.split('/') as [string, string];
        const parsed = addressBlock(block);
        fc.pre(parsed !== undefined && oneAddress(ip) !== undefined);
        const list = new BlockList();
        list.addSubnet(address, Number(prefix), 'ipv6');
        expect(contains(parsed as Addresses, oneAddress(ip) as Addresses)).toBe(list.check(ip, 'ipv6'));
      }),
    );
  });

  test('can be taken apart and put together again', () => {
    const set = fc
      .array(fc.oneof(v4, v6), { maxLength: 4 })
      .map((list) => list.map((block) => addressBlock(block) ?? NO_ADDRESSES).reduce(eitherAddresses, NO_ADDRESSES));
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(sameAddresses(eitherAddresses(withoutAddresses(a, b), bothAddresses(a, b)), a)).toBe(true);
        const cut = pieces([a, b]);
        expect(sameAddresses(cut.reduce(eitherAddresses), ALL_ADDRESSES)).toBe(true);
        for (const piece of cut) {
          for (const item of [a, b]) {
            const shared = bothAddresses(item, piece);
            expect(sameAddresses(shared, piece) || sameAddresses(shared, NO_ADDRESSES)).toBe(true);
          }
        }
      }),
    );
  });

  test.each([
    ['0.0.0.0/0', ['0.0.0.0-255.255.255.255']],
    ['10.1.2.3/8', ['10.0.0.0-10.255.255.255']],
    ['169.254.170.23/32', ['169.254.170.23-169.254.170.23']],
    ['::/0', ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']],
    ['fd00:0:0:1::/64', ['fd00:0:0:1::-fd00::1:ffff:ffff:ffff:ffff']],
    ['2001:db8::1/128', ['2001:db8::1-2001:db8::1']],
  ])('%s is %j', (block, ranges) => expect(rangeTexts(addressBlock(block) as Addresses)).toEqual(ranges));

  test.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '10.0.0.0/08',
    '1.2.3.4.5/8',
    ':::/0',
    '::1/129',
    '::ffff:10.0.0.0/104',
    'fe80::1%eth0/64',
    '',
    '/8',
    'x/8',
  ])('%j is no block', (text) => expect(addressBlock(text)).toBeUndefined());
});
