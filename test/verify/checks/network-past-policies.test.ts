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

describe('a host port', () => {
  const agent = (spec: object): Loose => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'vault-agent', namespace: 'production' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 8200, hostPort: 8200 }] }], ...spec },
      },
    },
  });
  const tolerant = agent({ tolerations: [{ operator: 'Exists' }] });

  test.each([
    ['of a pod on training nodes', tolerant, ASSUMED, 'fail'],
    ['of the same, whatever kube-proxy listens on', tolerant, [...ASSUMED, 'node-ports=shut'], 'fail'],
    ['of a pod that no training node takes', agent({}), ASSUMED, 'pass'],
    ['under Cilium, which sees the pod behind it', tolerant, ['cni=cilium', 'complete'], 'not-applicable'],
  ])('%s', (_, item, assume, expected) => {
    expect(status('network/node-ports', [item], assume)).toBe(expected);
  });
});

test('subnets of endpoints hold nothing else in any plan: a second one with nodes in the same block counts', () => {
  const plan = (type: string, blocks: readonly string[]): string => {
    const subnets = blocks.map((cidrBlock, index) => ({
      urn: `urn:pulumi:dev::p::aws:ec2/subnet:Subnet::s${index}`,
      type: 'aws:ec2/subnet:Subnet',
      inputs: { cidrBlock },
    }));
    const user = {
      urn: `urn:pulumi:dev::p::${type}::user`,
      type,
      inputs: {},
      propertyDependencies: { subnetIds: subnets.map(({ urn }) => urn) },
    };
    return JSON.stringify({ version: 3, deployment: { resources: [...subnets, user] } });
  };
  const endpoints = plan('aws:ec2/vpcEndpoint:VpcEndpoint', ['10.0.240.0/24', '10.0.241.0/24']);
  const nodes = plan('aws:eks/nodeGroup:NodeGroup', ['10.0.241.0/24']);
  const verdict = (plans: Record<string, string>): string =>
    judgedBy('network/outside-addresses', exampleObjects(), {}, plans).status;
  expect(verdict({ 'a.json': endpoints })).toBe('pass');
  expect(verdict({ 'a.json': endpoints, 'b.json': nodes })).not.toBe('pass');
  expect(verdict({ 'a.json': nodes, 'b.json': endpoints })).not.toBe('pass');
});
