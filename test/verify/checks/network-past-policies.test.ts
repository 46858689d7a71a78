import { judgedBy, exampleObjects, ASSUMED, type Loose } from './example';

const status = (check: string, objects: readonly Loose[], assume: readonly string[] = ASSUMED): string =>
  judgedBy(check, [...exampleObjects(), ...objects], { assume }).status;

describe('an address that a Service takes outside the projects', () => {
  const service = (spec: object, ip?: string): Loose => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'vault', namespace: 'production' },
    spec: { selector: { app: 'vault' }, ports: [{ port: 443 }], ...spec },
    ...(ip === undefined ? {} : { status: { loadBalancer: { ingress: [{ ip }] } } }),
  });

  test.each([
    ['the identity agent', service({ externalIPs: ['203.0.113.9', '169.254.170.23'] }), 'fail'],
    ['an endpoint of the cloud', service({ externalIPs: ['10.0.240.10'] }), 'fail'],
    ['an endpoint, asked of a load balancer', service({ loadBalancerIP: '10.0.240.10' }), 'fail'],
    ['an endpoint, as a load balancer shows it', service({}, '10.0.240.10'), 'fail'],
    ['somebody else', service({ externalIPs: ['203.0.113.9'] }), 'unknown'],
    ['nobody, by a load balancer', service({ loadBalancerIP: '203.0.113.9' }, '203.0.113.9'), 'pass'],
  ])('that of %s: %j', (_, item, expected) => {
    expect(status('network/service-shape', [item])).toBe(expected);
  });
});
