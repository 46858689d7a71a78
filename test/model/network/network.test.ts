import { definePlatform, type AwsProps, type PlatformProps, type ServiceEgress } from '../../../lib';
import { parseIpv4Block } from '../../../lib/model/network/cidr';
import { faultPaths } from '../../faults-of';
import { platformProps } from '../../platform-props';

const refused = (props: PlatformProps): string[] => faultPaths(() => definePlatform(props));
const accepted = (props: PlatformProps): string => definePlatform(props).name;

/** A description whose one service connects to this. */
const egress = (to: ServiceEgress, changes: Partial<PlatformProps> = {}): PlatformProps =>
  platformProps({
    services: [
      {
        name: 'data-lake',
        namespace: 'ml-data',
        podLabels: { app: 'data-lake' },
        port: 443,
        tenancy: 'authenticated',
        egress: [to],
      },
    ],
    ...changes,
  });

const EXISTING = {
  endpointCidrs: ['10.20.4.10/32'],
  controlPlaneCidrs: ['10.20.0.0/28'],
  nodeCidrs: ['10.20.32.0/19'],
  resolverCidrs: ['10.20.0.2/32'],
};
const existing = (changes: Partial<NonNullable<AwsProps['existing']>>): PlatformProps =>
  platformProps({ aws: { account: '111122223333', region: 'us-west-2', existing: { ...EXISTING, ...changes } } });

describe('addresses of whatever node a pod is on', () => {
  test.each([
    '169.254.169.254/32',
    '169.254.0.0/16',
    '169.254.170.2/32',
    '169.0.0.0/8',
    '127.0.0.1/32',
    'fe80::1/128',
    'fd00:ec2::254/128',
  ])('%s is no egress of a service, no endpoint and no API server', (cidr) => {
    expect(refused(egress({ cidr, port: 80 }))).toEqual(['services[0].egress[0].cidr']);
    expect(refused(existing({ endpointCidrs: [cidr] }))).toEqual(['aws.existing.endpointCidrs[0]']);
    expect(refused(platformProps({ controlPlane: { cidrs: [cidr], port: 443 } }))).toEqual(['controlPlane.cidrs[0]']);
  });

  test('only the agent of Pod Identity is reached by a service, on its one port', () => {
    expect(accepted(egress({ cidr: '169.254.170.23/32', port: 80 }))).toBe('ml');
    expect(refused(egress({ cidr: '169.254.170.23/32', port: 443 }))).toEqual(['services[0].egress[0].cidr']);
  });
});

describe('the address of DNS', () => {
  test.each(['8.8.8.8', '1.1.1.1', '169.254.169.254', '169.254.170.23', '10.0.0.256', '010.0.0.10', '::1', ''])(
    '%j is refused: public, of another service, or none',
    (address) => {
      expect(refused(platformProps({ dns: { address } }))).toEqual(['dns.address']);
      expect(refused(platformProps({ dns: { nodeLocal: address } }))).toEqual(['dns.nodeLocal']);
    },
  );

  test.each(['8.8.8.8/32', '172.0.0.0/8', '169.254.169.254/32', '10.0.0.2'])(
    '%s is no resolver to forward to',
    (cidr) => {
      expect(refused(existing({ resolverCidrs: [cidr] }))).toEqual(['aws.existing.resolverCidrs[0]']);
    },
  );

  test('is a private one, or the resolver that every VPC has', () => {
    expect(accepted(platformProps({ dns: { nodeLocal: '169.254.20.10' } }))).toBe('ml');
    expect(accepted(platformProps({ dns: { address: '172.20.0.10' } }))).toBe('ml');
    expect(accepted(existing({ resolverCidrs: ['169.254.169.253/32', '10.20.0.2/32'] }))).toBe('ml');
  });
});

describe('a block of addresses', () => {
  test('of endpoints holds no node and no control plane; one address in their subnets is one address', () => {
    expect(refused(existing({ endpointCidrs: ['10.20.0.0/16'] }))).toEqual(
      Array(2).fill('aws.existing.endpointCidrs[0]'),
    );
    expect(refused(existing({ endpointCidrs: ['10.20.40.0/24'] }))).toEqual(['aws.existing.endpointCidrs[0]']);
    expect(refused(existing({ platformEndpointCidrs: ['10.20.0.0/29'] }))).toEqual([
      'aws.existing.platformEndpointCidrs[0]',
    ]);
    expect(accepted(existing({ endpointCidrs: ['10.20.40.7/32', '10.20.0.9/32'] }))).toBe('ml');
    expect(refused(existing({ endpointCidrs: ['10.20.0.9/32'], controlPlaneCidrs: ['10.20.0.9/32'] }))).toEqual([
      'aws.existing.endpointCidrs[0]',
    ]);
  });

  test('that a service connects to holds neither, in a planned network too', () => {
    expect(refused(egress({ cidr: '10.0.0.0/16', port: 5432 }))).toEqual(Array(2).fill('services[0].egress[0].cidr'));
    expect(refused(egress({ cidr: '10.0.32.0/20', port: 5432 }))).toEqual(['services[0].egress[0].cidr']);
    expect(accepted(egress({ cidr: '10.0.32.7/32', port: 5432 }))).toBe('ml');
    expect(accepted(egress({ cidr: '10.1.0.0/16', port: 5432 }))).toBe('ml');
    const controlPlane = { cidrs: ['192.168.10.5/32'], port: 6443 };
    expect(refused(egress({ cidr: '192.168.10.0/24', port: 443 }, { controlPlane }))).toEqual([
      'services[0].egress[0].cidr',
    ]);
  });

  test('of the API server holds no node', () => {
    expect(refused(platformProps({ controlPlane: { cidrs: ['10.0.0.0/20'], port: 443 } }))).toEqual([
      'controlPlane.cidrs[0]',
    ]);
  });

  test.each([
    '010.0.0.0/8',
    '10.00.0.0/16',
    '10.0.0.0/08',
    '10.0.0.01/32',
    '10.0.0.1/33',
    '256.0.0.0/8',
    '10.0.0.1/31',
  ])('%s is none: readers disagree about leading zeros, and host bits are a slip', (cidr) => {
    expect(parseIpv4Block(cidr)).toBeUndefined();
    expect(refused(existing({ nodeCidrs: [cidr] }))).toEqual(['aws.existing.nodeCidrs[0]']);
  });
});
