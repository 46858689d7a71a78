import { judgedBy, object, exampleObjects, ASSUMED, type Loose } from '../example';

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
    ['an endpoint, as one of the cluster', service({ clusterIP: '10.0.240.10' }), 'fail'],
    ['the identity agent, as one of the cluster', service({ clusterIPs: ['10.9.0.1', '169.254.170.23'] }), 'fail'],
    ['nobody, as one of the cluster', service({ clusterIP: '172.20.0.7', clusterIPs: ['172.20.0.7'] }), 'pass'],
    ['somebody else', service({ externalIPs: ['203.0.113.9'] }), 'unknown'],
    ['nobody, by a load balancer', service({ loadBalancerIP: '203.0.113.9' }, '203.0.113.9'), 'pass'],
  ])('that of %s: %j', (_, item, expected) => {
    expect(status('network/service-shape', [item])).toBe(expected);
  });
});

test.each([
  ['endpoints of the cloud', ['172.20.0.0/16', '10.0.240.0/20'], 'fail'],
  ['nobody', ['172.20.0.0/16'], 'pass'],
])('a range for addresses of Services that are those of %s', (_, cidrs, expected) => {
  const range = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'more' },
    spec: { cidrs },
  };
  expect(status('network/service-shape', [range])).toBe(expected);
});

test.each<[object, string]>([
  [{ type: '', externalIPs: [], loadBalancerSourceRanges: [], loadBalancerIP: '', externalName: '' }, 'pass'],
  [{ externalIPs: ['203.0.113.9'] }, 'fail'],
  [{ loadBalancerSourceRanges: ['203.0.113.0/24'] }, 'fail'],
  [{ externalName: 'vault.production' }, 'fail'],
  [{ type: 'NodePort' }, 'fail'],
])('a Service of a project is opened by what stands in it and not by what is empty: %j', (spec, expected) => {
  const objects = exampleObjects();
  Object.assign(object(objects, 'Service', 'pretrain').spec, spec);
  expect(judgedBy('network/service-shape', objects).status).toBe(expected);
});

/** What the controller of slices marks as its own. */
const MANAGED = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
const ownedBy = (apiVersion: string, kind: string, name: string): object => ({
  ownerReferences: [{ apiVersion, kind, name, uid: '1', controller: true }],
});
const ofService = (name: string): object => ownedBy('v1', 'Service', name);
const ofPolicy = (name: string): object => ownedBy('networking.k8s.io/v1', 'NetworkPolicy', name);

describe('endpoints behind a Service that projects use', () => {
  const service = (namespace: string, spec: object, uid?: string): Loose => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'lake', namespace, uid },
    spec: { ports: [{ port: 443 }], ...spec },
  });
  const slice = (namespace: string, metadata: object = {}, labels: object = {}): Loose => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'more', namespace, labels: { 'kubernetes.io/service-name': 'lake', ...labels }, ...metadata },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.9.9'] }],
    ports: [{ port: 443 }],
  });
  const enforced = (namespace: string): Loose => ({
    apiVersion: 'networking.k8s.aws/v1alpha1',
    kind: 'PolicyEndpoint',
    metadata: { name: 'open', namespace },
    spec: { ingress: [{ cidr: '0.0.0.0/0' }] },
  });
  const selecting = { selector: { app: 'data-lake' } };
  const owned = ofService('lake');

  test.each<[string, readonly Loose[], readonly string[], string]>([
    ['by hand', [service('ml-data', selecting), slice('ml-data')], ASSUMED, 'fail'],
    ['by hand, of DNS', [slice('kube-system')], ASSUMED, 'fail'],
    ['by hand, if that is the plugin', [slice('kube-system')], ['complete'], 'unknown'],
    ['by hand, under Cilium', [slice('kube-system')], ['cni=cilium', 'complete'], 'pass'],
    ['by its controller', [service('ml-data', selecting, '1'), slice('ml-data', owned, MANAGED)], ASSUMED, 'pass'],
    ['by hand, with an owner', [service('ml-data', selecting, '1'), slice('ml-data', owned)], ASSUMED, 'fail'],
    [
      'by hand, with an owner whose identity is not known',
      [service('ml-data', selecting), slice('ml-data', owned, MANAGED)],
      ASSUMED,
      'fail',
    ],
    ['by hand, of a Service that no policy fits', [service('ml-data', {}), slice('ml-data')], ASSUMED, 'pass'],
    [
      'by hand, of a Service without an address',
      [service('ml-data', { ...selecting, clusterIP: 'None' }), slice('ml-data')],
      ASSUMED,
      'pass',
    ],
    ['by hand, where no project is let out to', [slice('production')], ASSUMED, 'pass'],
    ['what the agent enforces there, by hand', [enforced('ml-data')], ASSUMED, 'fail'],
  ])('%s', (_, objects, assume, expected) => {
    expect(status('network/service-shape', objects, assume)).toBe(expected);
  });
});

test.each<[string, string, string, object | undefined, string]>([
  ['by its controller', '1', 'allow-dns', { name: 'allow-dns', namespace: 'ml-alpha' }, 'pass'],
  ['by hand, for a policy of another identity', '2', 'allow-dns', { name: 'allow-dns', namespace: 'ml-alpha' }, 'fail'],
  ['by hand, as if for another policy', '1', 'allow-dns', { name: 'ghost', namespace: 'ml-alpha' }, 'fail'],
  ['by hand, as if for a policy elsewhere', '1', 'allow-dns', { name: 'allow-dns', namespace: 'web' }, 'fail'],
  ['by hand, for none', '1', 'allow-dns', undefined, 'fail'],
  ['by hand, for a policy that is not there', '1', 'gone', { name: 'gone', namespace: 'ml-alpha' }, 'fail'],
])('what agents enforce of pods of a project is written %s', (_, uid, owner, policyRef, expected) => {
  const objects = exampleObjects();
  object(objects, 'NetworkPolicy', 'allow-dns', 'ml-alpha').metadata.uid = uid;
  objects.push({
    apiVersion: 'networking.k8s.aws/v1alpha1',
    kind: 'PolicyEndpoint',
    metadata: { name: 'x', namespace: 'ml-alpha', ...ofPolicy(owner) },
    spec: { policyRef, egress: [{ cidr: '0.0.0.0/0' }] },
  });
  expect(judgedBy('network/service-shape', objects).status).toBe(expected);
});

test.each<[string, string, readonly object[], string]>([
  ['a project', 'staging', [{ namespace: 'staging' }, { namespace: 'ml-alpha' }], 'fail'],
  ['another project', 'ml-beta', [{ namespace: 'ml-alpha' }], 'fail'],
  ['nobody here', 'staging', [{ namespace: 'staging' }, { namespace: 'web' }], 'pass'],
])('what agents enforce of pods of %s, from a namespace that is not theirs', (_, namespace, pods, expected) => {
  const objects = exampleObjects();
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'own', namespace, uid: '1' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
  objects.push(policy, {
    apiVersion: 'networking.k8s.aws/v1alpha1',
    kind: 'PolicyEndpoint',
    metadata: { name: 'x', namespace, ...ofPolicy('own') },
    spec: { policyRef: { name: 'own', namespace }, podSelectorEndpoints: pods, egress: [{ cidr: '0.0.0.0/0' }] },
  });
  expect(judgedBy('network/service-shape', objects).status).toBe(expected);
});

describe('a host port', () => {
  const agent = (spec: object, port: object = {}): Loose => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'vault-agent', namespace: 'production' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: {
          containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 8200, hostPort: 8200, ...port }] }],
          ...spec,
        },
      },
    },
  });
  const tolerations = [{ operator: 'Exists' }];
  const tolerant = agent({ tolerations });

  test.each([
    ['of a pod on training nodes', tolerant, ASSUMED, 'fail'],
    ['of the same, whatever kube-proxy listens on', tolerant, [...ASSUMED, 'node-ports=shut'], 'fail'],
    ['on the loopback of the node', agent({ tolerations }, { hostIP: '127.0.0.1' }), ASSUMED, 'pass'],
    ['on its loopback of IPv6', agent({ tolerations }, { hostIP: '::1' }), ASSUMED, 'pass'],
    ['on every address', agent({ tolerations }, { hostIP: '0.0.0.0' }), ASSUMED, 'fail'],
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

describe('what leads into a project beside its Services', () => {
  const inAlpha = (apiVersion: string, kind: string, metadata: object = {}, rest: object = {}): Loose => ({
    apiVersion,
    kind,
    metadata: { name: 'x', namespace: 'ml-alpha', ...metadata },
    ...rest,
  });
  const slice = (name: string, labels: object): Loose =>
    inAlpha(
      'discovery.k8s.io/v1',
      'EndpointSlice',
      { labels, ...ofService(name) },
      { addressType: 'IPv4', endpoints: [] },
    );

  test.each([
    ['endpoints of a Service with a selector', inAlpha('v1', 'Endpoints', { name: 'pretrain' }), 'pass'],
    ['endpoints of none', inAlpha('v1', 'Endpoints'), 'fail'],
    ['a slice of a Service that is not there', slice('gone', MANAGED), 'fail'],
    ['targets of a load balancer', inAlpha('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding'), 'fail'],
    ['a route of datagrams', inAlpha('gateway.networking.k8s.io/v1alpha2', 'UDPRoute'), 'fail'],
    ['a grant for routes of others', inAlpha('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'), 'fail'],
    ['a gateway of a mesh', inAlpha('networking.istio.io/v1', 'Gateway'), 'fail'],
    ['a route of a mesh', inAlpha('networking.istio.io/v1', 'VirtualService'), 'fail'],
    ['a name of a mesh', inAlpha('networking.istio.io/v1', 'ServiceEntry'), 'fail'],
    ['a further network', inAlpha('k8s.cni.cncf.io/v1', 'NetworkAttachmentDefinition'), 'fail'],
  ])('%s', (_, item, expected) => {
    expect(status('network/service-shape', [item])).toBe(expected);
  });

  test.each([
    ["is its own controller's", '1', MANAGED, 'pass'],
    ['says by its owner alone who wrote it', '1', {}, 'fail'],
    ['says that somebody else wrote it', '1', { 'endpointslice.kubernetes.io/managed-by': 'web' }, 'fail'],
    ['has an owner of another identity', '2', MANAGED, 'fail'],
    ['has an owner whose identity is not known', undefined, MANAGED, 'fail'],
  ])('a slice of a Service of the files that %s', (_, uid, labels, expected) => {
    const objects = exampleObjects();
    object(objects, 'Service', 'pretrain').metadata.uid = uid;
    expect(judgedBy('network/service-shape', [...objects, slice('pretrain', labels)]).status).toBe(expected);
  });
});

test('a shared service lets projects of the description in whose namespaces are in other files', () => {
  const ofAlpha = exampleObjects().filter(
    ({ kind, metadata }) => metadata.namespace !== 'ml-beta' && !(kind === 'Namespace' && metadata.name === 'ml-beta'),
  );
  expect(judgedBy('network/service-rules', ofAlpha).status).toBe('pass');
});

describe('networks that Multus gives every pod', () => {
  const config = (settings: object | string, namespace = 'kube-system'): Loose => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'multus', namespace },
    data: { 'daemon-config.json': typeof settings === 'string' ? settings : JSON.stringify(settings) },
  });
  const operator = (text: string): Loose => ({
    apiVersion: 'mellanox.com/v1alpha1',
    kind: 'NicClusterPolicy',
    metadata: { name: 'nic' },
    spec: { secondaryNetwork: { multus: { config: text } } },
  });
  const alone = { cniVersion: '0.3.1', multusConfigFile: 'auto', defaultNetworks: [] };

  test.each<[string, Loose, string]>([
    ['beside that of the cluster', config({ ...alone, defaultNetworks: ['flat'] }), 'unknown'],
    ['in its place', config({ ...alone, clusterNetwork: 'flat' }), 'unknown'],
    [
      'as further delegates',
      config({ type: 'multus', delegates: [{ type: 'aws-cni' }, { type: 'macvlan' }] }),
      'unknown',
    ],
    ['in a list of plugins', config({ plugins: [{ type: 'multus', defaultNetworks: ['flat'] }] }), 'unknown'],
    ['by its operator', operator('{"defaultNetworks": ["flat"]}'), 'unknown'],
    ['by its operator, in words that nobody reads', operator('{"defaultNetworks": ['), 'unknown'],
    ['that are none', config(alone), 'pass'],
    ['that are none, by its operator', operator(JSON.stringify(alone)), 'pass'],
    [
      'that are the one of the VPC CNI',
      config({ ...alone, clusterNetwork: '/host/etc/cni/net.d/10-aws.conflist' }),
      'pass',
    ],
    ['that are one delegate', config({ type: 'multus', delegates: [{ type: 'aws-cni' }] }), 'pass'],
    [
      'in the configuration of another program',
      config({ networking: { clusterNetwork: [{ cidr: '10.0.0.0/8' }] } }),
      'pass',
    ],
    ['in words of a job', config({ ...alone, defaultNetworks: ['flat'] }, 'ml-alpha'), 'pass'],
    ['in a script', config('#!/bin/sh\necho "clusterNetwork: $1" # delegates'), 'pass'],
  ])('%s', (_, item, expected) => {
    expect(status('network/pod-security-groups', [item])).toBe(expected);
  });
});
