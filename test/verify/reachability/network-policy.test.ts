import { faultPaths } from '../../faults-of';
import { between, deny, lines, namespace, pod, policy, reachability } from './cluster';

const a = pod('alpha/a', { labels: { app: 'a' }, ports: [{ name: 'web', containerPort: 80 }] });
const b = pod('beta/b', {
  labels: { app: 'b' },
  ports: [
    { name: 'web', containerPort: 8080 },
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
  ],
});
const spaces = [namespace('alpha', { team: 'one' }), namespace('beta', { team: 'two' })];

/** Connections from alpha/a to beta/b under policies of beta that select b. */
const toB = (spec: object, ...more: object[]): string =>
  between(
    reachability([...spaces, a, b, policy('beta/p', { podSelector: {}, ...spec }), ...more]),
    'alpha/a',
    'beta/b',
  );
/** The same under policies of alpha that select a. */
const fromA = (spec: object, ...more: object[]): string =>
  between(
    reachability([...spaces, a, b, policy('alpha/p', { podSelector: {}, ...spec }), ...more]),
    'alpha/a',
    'beta/b',
  );

describe('without a policy that governs a direction', () => {
  test('everything is allowed', () => {
    expect(between(reachability([a, b]), 'alpha/a', 'beta/b')).toBe('All Connections');
    expect(toB({ podSelector: { matchLabels: { app: 'other' } } })).toBe('All Connections');
  });

  test('the other direction changes nothing', () => {
    expect(toB({ policyTypes: ['Egress'] })).toBe('All Connections');
    expect(fromA({ policyTypes: ['Ingress'] })).toBe('All Connections');
  });
});

describe('mistakes that evaluators of policies make', () => {
  test('an empty list of peers is everybody, an empty list of rules nobody', () => {
    expect(toB({ ingress: [{ from: [] }] })).toBe('All Connections');
    expect(toB({ ingress: [{}] })).toBe('All Connections');
    expect(toB({ ingress: [] })).toBe('No Connections');
    expect(toB({})).toBe('No Connections');
    expect(fromA({ policyTypes: ['Egress'], egress: [{ to: [] }] })).toBe('All Connections');
  });

  test('a protocol without a port is all ports of that protocol, and without a protocol it is TCP', () => {
    expect(toB({ ingress: [{ ports: [{ protocol: 'UDP' }] }] })).toBe('UDP 1-65535');
    expect(toB({ ingress: [{ ports: [{ port: 80 }] }] })).toBe('TCP 80');
    expect(toB({ ingress: [{ ports: [{}] }] })).toBe('TCP 1-65535');
    expect(toB({ ingress: [{ ports: [] }] })).toBe('All Connections');
  });

  test('endPort belongs to the range', () => {
    expect(toB({ ingress: [{ ports: [{ port: 80, endPort: 90 }] }] })).toBe('TCP 80-90');
    expect(toB({ ingress: [{ ports: [{ port: 80, endPort: 80 }] }] })).toBe('TCP 80');
  });

  test('pods alone are pods of the policy’s own namespace', () => {
    expect(toB({ ingress: [{ from: [{ podSelector: {} }] }] })).toBe('No Connections');
    expect(toB({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }] })).toBe('No Connections');
    expect(toB({ ingress: [{ from: [{ podSelector: {}, namespaceSelector: {} }] }] })).toBe('All Connections');
  });

  test('two selectors in one peer are "and", two peers are "or"', () => {
    const namespaceSelector = { matchLabels: { team: 'one' } };
    const podSelector = { matchLabels: { app: 'x' } };
    expect(toB({ ingress: [{ from: [{ namespaceSelector, podSelector }] }] })).toBe('No Connections');
    expect(toB({ ingress: [{ from: [{ namespaceSelector }, { podSelector }] }] })).toBe('All Connections');
  });

  test('a named port is the destination’s, with the same protocol', () => {
    expect(toB({ ingress: [{ ports: [{ port: 'web' }] }] })).toBe('TCP 8080');
    expect(fromA({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'web' }] }] })).toBe('TCP 8080');
    expect(toB({ ingress: [{ ports: [{ port: 'dns' }] }] })).toBe('No Connections');
    expect(toB({ ingress: [{ ports: [{ port: 'dns', protocol: 'UDP' }] }] })).toBe('UDP 53');
    expect(toB({ ingress: [{ ports: [{ port: 'none' }] }] })).toBe('No Connections');
  });

  test('a named port never matches an address, and on ingress it is the pod’s own whoever asks', () => {
    const ipBlock = { cidr: '0.0.0.0/0' };
    const named = { ports: [{ port: 'web' }] };
    const out = reachability([
      ...spaces,
      b,
      policy('beta/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock }], ...named }] }),
    ]);
    expect(lines(out)).toEqual(['0.0.0.0-255.255.255.255 => beta/b[Pod] : All Connections']);
    const into = reachability([
      ...spaces,
      b,
      policy('beta/p', { podSelector: {}, ingress: [{ from: [{ ipBlock }], ...named }] }),
    ]);
    expect(lines(into)).toContain('0.0.0.0-255.255.255.255 => beta/b[Pod] : TCP 8080');
  });

  test('what is undefined for pods on the network of their node is undecided, both ways', () => {
    const node = pod('kube-system/agent', { hostNetwork: true });
    const found = reachability([...spaces, namespace('kube-system'), a, node, deny('alpha')]);
    expect(between(found, 'alpha/a', 'kube-system/agent')).toBe('No Connections ?All Connections');
    expect(between(found, 'kube-system/agent', 'alpha/a')).toBe('No Connections ?All Connections');
    const open = reachability([...spaces, a, node]);
    expect(between(open, 'alpha/a', 'kube-system/agent')).toBe('All Connections');
    const selected = policy('alpha/p', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] });
    expect(between(reachability([...spaces, a, node, selected]), 'kube-system/agent', 'alpha/a')).toBe(
      'No Connections ?All Connections',
    );
    const everybody = policy('alpha/p', { podSelector: {}, ingress: [{}] });
    expect(between(reachability([...spaces, a, node, everybody]), 'kube-system/agent', 'alpha/a')).toBe(
      'All Connections',
    );
  });

  test('without types an empty list of egress rules governs nothing', () => {
    expect(fromA({ egress: [] })).toBe('All Connections');
    expect(fromA({ egress: [{ ports: [{ port: 1 }] }] })).toBe('TCP 1');
    expect(fromA({ policyTypes: [], egress: [{ ports: [{ port: 1 }] }] })).toBe('TCP 1');
    expect(fromA({ policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] })).toBe('All Connections');
  });

  test('whether a block of addresses matches pods is the CNI’s to say', () => {
    const egress = (cidr: string): object =>
      policy('alpha/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr } }] }] });
    const under = (cidr: string, premises: Parameters<typeof reachability>[1]): string =>
      between(reachability([...spaces, a, b, egress(cidr)], premises), 'alpha/a', 'beta/b');
    const [pods] = ['10.0.0.0/16'];
    const podAddresses = { v4: [10 * 2 ** 24, 10 * 2 ** 24 + 2 ** 16], v6: [] };
    expect(under('0.0.0.0/0', {})).toBe('No Connections');
    expect(under('0.0.0.0/0', { cni: 'cilium' })).toBe('No Connections');
    expect(under('0.0.0.0/0', { cni: 'vpc-cni' })).toBe('All Connections');
    expect(under('0.0.0.0/0', { cni: 'calico' })).toBe('All Connections');
    expect(under(pods, { cni: 'vpc-cni' })).toBe('No Connections ?All Connections');
    expect(under(pods, { cni: 'vpc-cni', podAddresses })).toBe('All Connections');
    expect(under('10.0.4.0/24', { cni: 'vpc-cni', podAddresses })).toBe('No Connections ?All Connections');
    expect(under('192.168.0.0/16', { cni: 'vpc-cni', podAddresses })).toBe('No Connections');
    expect(under('::/0', { cni: 'vpc-cni' })).toBe('No Connections');
  });

  test('a block that lies where no pod has its address matches none, and a wider one perhaps', () => {
    const egress = (cidr: string): object =>
      policy('alpha/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr } }] }] });
    const noPodAddresses = { v4: [10 * 2 ** 24, 10 * 2 ** 24 + 2 ** 16], v6: [] };
    const under = (cidr: string): string =>
      between(reachability([...spaces, a, b, egress(cidr)], { cni: 'calico', noPodAddresses }), 'alpha/a', 'beta/b');
    expect(under('10.0.4.0/24')).toBe('No Connections');
    expect(under('10.0.0.0/8')).toBe('No Connections ?All Connections');
    expect(under('0.0.0.0/0')).toBe('All Connections');
  });

  test('both ends must allow it', () => {
    const ingress = [{ ports: [{ port: 80 }, { port: 443 }] }];
    const egress = policy('alpha/q', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ ports: [{ port: 443, endPort: 500 }] }],
    });
    expect(toB({ ingress }, egress)).toBe('TCP 443');
  });

  test('policies only add: one that allows all defeats the rest', () => {
    expect(toB({ ingress: [] }, policy('beta/q', { podSelector: {}, ingress: [{}] }))).toBe('All Connections');
    expect(
      toB(
        { ingress: [{ ports: [{ port: 1 }] }] },
        policy('beta/q', { podSelector: {}, ingress: [{ ports: [{ port: 2 }] }] }),
      ),
    ).toBe('TCP 1-2');
  });
});

describe('selectors', () => {
  const select = (matchExpressions: object[]): string =>
    toB({ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchExpressions } }] }] });

  test.each([
    [[{ key: 'app', operator: 'In', values: ['a', 'x'] }], true],
    [[{ key: 'none', operator: 'In', values: ['a'] }], false],
    [[{ key: 'app', operator: 'NotIn', values: ['a'] }], false],
    [[{ key: 'none', operator: 'NotIn', values: ['a'] }], true],
    [[{ key: 'app', operator: 'Exists' }], true],
    [[{ key: 'app', operator: 'DoesNotExist' }], false],
    [[{ key: 'none', operator: 'DoesNotExist' }], true],
    [
      [
        { key: 'app', operator: 'Exists' },
        { key: 'none', operator: 'Exists' },
      ],
      false,
    ],
    [[{ key: 'constructor', operator: 'Exists' }], false],
  ])('%j', (expressions, selected) => {
    expect(select(expressions as object[])).toBe(selected ? 'All Connections' : 'No Connections');
  });

  test('see the name of a namespace in its label, which no manifest can set to another', () => {
    const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'alpha' } } }];
    expect(toB({ ingress: [{ from }] })).toBe('All Connections');
    const forged = namespace('gamma', { 'kubernetes.io/metadata.name': 'alpha' });
    const found = reachability([
      forged,
      ...spaces,
      pod('gamma/g'),
      b,
      policy('beta/p', { podSelector: {}, ingress: [{ from }] }),
    ]);
    expect(between(found, 'gamma/g', 'beta/b')).toBe('No Connections');
  });
});

describe('what the API server refuses is a fault of the input, not a rule that is skipped', () => {
  test.each([
    [{ ingress: [{ from: [{}] }] }, 'spec.ingress[0].from[0]'],
    [{ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] }, 'spec.ingress[0].from[0]'],
    [{ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/99' } }] }] }, 'spec.ingress[0].from[0].ipBlock.cidr'],
    [
      { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] },
      'spec.ingress[0].from[0].ipBlock.except[0]',
    ],
    [{ ingress: [{ ports: [{ port: 90, endPort: 80 }] }] }, 'spec.ingress[0].ports[0].endPort'],
    [{ ingress: [{ ports: [{ port: 'web', endPort: 80 }] }] }, 'spec.ingress[0].ports[0].endPort'],
    [{ ingress: [{ ports: [{ endPort: 80 }] }] }, 'spec.ingress[0].ports[0].endPort'],
    [{ ingress: [{ ports: [{ port: 0 }] }] }, 'spec.ingress[0].ports[0].port'],
    [{ ingress: [{ ports: [{ port: 65536 }] }] }, 'spec.ingress[0].ports[0].port'],
    [{ ingress: [{ ports: [{ port: '80' }] }] }, 'spec.ingress[0].ports[0].port'],
    [{ ingress: [{ ports: [{ port: 1e99 }] }] }, 'spec.ingress[0].ports[0].port'],
    [{ ingress: [{ ports: [{ port: 80, protocol: 'tcp' }] }] }, 'spec.ingress[0].ports[0].protocol'],
    [{ ingress: {} }, 'spec.ingress'],
    [{ ingres: [] }, 'spec.ingres'],
    [{ policyTypes: ['ingress'] }, 'spec.policyTypes[0]'],
    [{ podSelector: { matchLabels: { 'bad key': 'x' } } }, 'spec.podSelector.matchLabels'],
    [{ podSelector: { matchLabels: { app: 'bad value!' } } }, 'spec.podSelector.matchLabels'],
    [{ podSelector: { matchLabels: { app: 1 } } }, 'spec.podSelector.matchLabels.app'],
    [{ podSelector: { app: 'x' } }, 'spec.podSelector.app'],
    [
      { podSelector: { matchExpressions: [{ key: 'a', operator: 'in', values: ['b'] }] } },
      'spec.podSelector.matchExpressions[0].operator',
    ],
    [{ podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }, 'spec.podSelector.matchExpressions[0]'],
    [
      { podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
      'spec.podSelector.matchExpressions[0]',
    ],
  ])('%j', (spec, path) => {
    expect(faultPaths(() => reachability([policy('alpha/p', { podSelector: {}, ...spec })]))).toEqual([
      `input.yaml:1 ${path}`,
    ]);
  });

  test('fields beside the spec that no object has, and none that the API server writes', () => {
    const { metadata, ...rest } = policy('alpha/p', { podSelector: {} }) as { metadata: object };
    const read = (more: object, beside: object) => () =>
      reachability([{ ...rest, ...beside, metadata: { ...metadata, ...more } }]);
    expect(faultPaths(read({ namespaceSelector: {} }, { podSelector: {} }))).toEqual([
      'input.yaml:1 metadata.namespaceSelector',
      'input.yaml:1 podSelector',
    ]);
    expect(read({ uid: 'u', resourceVersion: '1', managedFields: [], selfLink: '' }, { status: {} })).not.toThrow();
  });

  test('two policies of one name that differ', () => {
    const twice = (spec: object): unknown =>
      reachability([policy('alpha/p', { podSelector: {} }), policy('alpha/p', spec)]);
    expect(faultPaths(() => twice({ podSelector: {}, ingress: [{}] }))).toEqual(['input.yaml:3 metadata.name']);
    expect(() => twice({ podSelector: {} })).not.toThrow();
  });
});

describe('lists', () => {
  test('have workloads and ranges of addresses, in a stable order, without a workload’s own connections', () => {
    const shut = policy('beta/p', {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 443 }] }],
    });
    expect(lines(reachability([b, a, shut, ...spaces]))).toEqual([
      '0.0.0.0-9.255.255.255 => alpha/a[Pod] : All Connections',
      '10.0.0.0-10.0.255.255 => alpha/a[Pod] : All Connections',
      '10.0.0.0-10.0.255.255 => beta/b[Pod] : TCP 443',
      '10.1.0.0-10.1.255.255 => alpha/a[Pod] : All Connections',
      '10.2.0.0-10.255.255.255 => alpha/a[Pod] : All Connections',
      '10.2.0.0-10.255.255.255 => beta/b[Pod] : TCP 443',
      '11.0.0.0-255.255.255.255 => alpha/a[Pod] : All Connections',
      'alpha/a[Pod] => 0.0.0.0-255.255.255.255 : All Connections',
    ]);
  });
});

describe('what is not in the input is undecided', () => {
  test('other labels of a namespace of which only workloads are there', () => {
    const from = (labels: object): string =>
      between(
        reachability([
          a,
          b,
          namespace('beta'),
          policy('beta/p', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: labels } }] }] }),
        ]),
        'alpha/a',
        'beta/b',
      );
    expect(from({ team: 'one' })).toBe('No Connections ?All Connections');
    expect(from({ 'kubernetes.io/metadata.name': 'alpha' })).toBe('All Connections');
    expect(from({ 'kubernetes.io/metadata.name': 'other', team: 'one' })).toBe('No Connections');
  });

  test('pods that could be in a namespace, whatever labels they would have', () => {
    const anyPod = { labels: { known: new Map(), valueUnknown: new Set<string>(), complete: false } };
    const production = {
      name: 'production',
      labels: {
        known: new Map([['kubernetes.io/metadata.name', 'production']]),
        valueUnknown: new Set<string>(),
        complete: false,
      },
    };
    const egress = (to: object[]): string =>
      between(
        reachability(
          [...spaces, a, policy('alpha/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to }] })],
          {},
          [{ namespace: production, ...anyPod }],
        ),
        'alpha/a',
        'production/*',
      );
    expect(egress([{ podSelector: {} }])).toBe('No Connections');
    expect(egress([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'beta' } } }])).toBe(
      'No Connections',
    );
    expect(egress([{ namespaceSelector: {} }])).toBe('All Connections');
    expect(egress([{ namespaceSelector: { matchLabels: { name: 'ml-data' } } }])).toBe(
      'No Connections ?All Connections',
    );
    expect(egress([{ namespaceSelector: { matchExpressions: [{ key: 'env', operator: 'DoesNotExist' }] } }])).toBe(
      'No Connections ?All Connections',
    );
  });

  test('labels that a controller sets', () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'beta', name: 'd' },
      spec: { template: { spec: { containers: [] } } },
    };
    const shut = (podSelector: object): string =>
      between(reachability([...spaces, a, deployment, policy('beta/p', { podSelector })]), 'alpha/a', 'beta/d');
    expect(shut({ matchLabels: { 'pod-template-hash': 'abc' } })).toBe('No Connections ?All Connections');
    expect(shut({ matchExpressions: [{ key: 'pod-template-hash', operator: 'Exists' }] })).toBe('No Connections');
    expect(shut({ matchLabels: { other: 'x' } })).toBe('All Connections');
  });

  test.each([
    ['cilium.io/v2', 'CiliumNetworkPolicy', true],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', false],
    ['projectcalico.org/v3', 'NetworkPolicy', true],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy', false],
    ['networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', false],
    ['networking.k8s.aws/v1alpha1', 'ClusterPolicyEndpoint', false],
    ['projectcalico.org/v3', 'HostEndpoint', false],
    ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy', true],
  ])('what a %s %s does', (apiVersion, kind, namespaced) => {
    const foreign = {
      apiVersion,
      kind,
      metadata: { name: 'x', ...(namespaced ? { namespace: 'beta' } : {}) },
      spec: {},
    };
    const found = reachability([...spaces, a, b, pod('alpha/c'), deny('beta'), foreign]);
    expect(between(found, 'alpha/a', 'beta/b')).toBe('No Connections ?All Connections');
    expect(between(found, 'alpha/a', 'alpha/c')).toBe(
      namespaced ? 'All Connections' : 'No Connections ?All Connections',
    );
  });

  test('policies of two kinds and one name are two policies, each for its own pods', () => {
    const egress = [{ to: [{ ipBlock: { cidr: '10.9.0.0/16' } }] }];
    const objects = [
      namespace('alpha', {}),
      pod('alpha/x', { labels: { app: 'x' } }),
      pod('alpha/y', { labels: { app: 'y' } }),
      policy('alpha/a', { podSelector: { matchLabels: { app: 'x' } }, policyTypes: ['Egress'], egress }),
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { namespace: 'alpha', name: 'a' },
        spec: { endpointSelector: { matchLabels: { app: 'y' } }, egress: [{ toEntities: ['host'] }] },
      },
    ];
    const out = (given: readonly object[]): string[] =>
      lines(reachability(given, { cni: 'cilium' })).filter((line) => / => 10\.9/.test(line));
    expect(out(objects)).toEqual(['alpha/x[Pod] => 10.9.0.0-10.9.255.255 : All Connections']);
    expect(out([...objects].reverse())).toEqual(out(objects));
  });

  test('a staged policy of Calico does nothing', () => {
    const staged = {
      apiVersion: 'projectcalico.org/v3',
      kind: 'StagedNetworkPolicy',
      metadata: { name: 'x', namespace: 'beta' },
      spec: {},
    };
    expect(between(reachability([...spaces, a, b, deny('beta'), staged]), 'alpha/a', 'beta/b')).toBe('No Connections');
  });
});

describe('node ports', () => {
  const service = (spec: object): object => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'beta', name: 's' },
    spec: { selector: { app: 'b' }, ports: [{ port: 80, targetPort: 'web' }], ...spec },
  });
  const shut = [...spaces, a, b, deny('alpha'), deny('beta')];

  test('lead every pod past all policies with the VPC CNI, which always opens a pod’s own node', () => {
    const with_ = (spec: object, premises: Parameters<typeof reachability>[1]): string =>
      between(reachability([...shut, service(spec)], premises), 'alpha/a', 'beta/b');
    expect(with_({ type: 'NodePort' }, { cni: 'vpc-cni' })).toBe('TCP 8080');
    expect(with_({ type: 'LoadBalancer' }, { cni: 'vpc-cni' })).toBe('TCP 8080');
    expect(with_({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }, { cni: 'vpc-cni' })).toBe(
      'No Connections',
    );
    expect(with_({}, { cni: 'vpc-cni' })).toBe('No Connections');
    expect(with_({ type: 'NodePort' }, { cni: 'vpc-cni', nodePortsShut: true })).toBe('No Connections');
    expect(with_({ type: 'NodePort' }, {})).toBe('No Connections');
    expect(lines(reachability([...shut, service({ type: 'NodePort' })], { cni: 'vpc-cni' }))).toContain(
      'alpha/a[Pod] => beta/b[Pod] : TCP 8080',
    );
  });
});

describe('what no policy of the cluster’s network decides', () => {
  const onSecond = { annotations: { 'k8s.v1.cni.cncf.io/networks': 'default/fast' } };

  test('pods with further interfaces may reach each other past every policy, and whatever is outside', () => {
    const objects = [...spaces, deny('alpha'), deny('beta')];
    const pairs = (first: object, second: object): string =>
      between(reachability([...objects, first, second]), 'alpha/a', 'beta/b');
    expect(pairs(pod('alpha/a', onSecond), pod('beta/b', onSecond))).toBe('No Connections ?All Connections');
    expect(pairs(pod('alpha/a', onSecond), pod('beta/b'))).toBe('No Connections');
    expect(lines(reachability([...objects, pod('alpha/a', onSecond), pod('beta/b', onSecond)]))).toEqual(
      expect.arrayContaining([
        '? alpha/a[Pod] => 0.0.0.0-255.255.255.255 : All Connections',
        '? alpha/a[Pod] => beta/b[Pod] : All Connections',
      ]),
    );
  });

  test('virtual machines on networks of their own may reach each other past every policy', () => {
    const machine = (name: string, networks: readonly object[]): object => ({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: { namespace: name, name: 'vm' },
      spec: { template: { metadata: { labels: { app: name } }, spec: { networks } } },
    });
    const meet = (...networks: readonly object[]): string =>
      between(
        reachability([...spaces, deny('alpha'), deny('beta'), machine('alpha', networks), machine('beta', networks)]),
        'alpha/vm',
        'beta/vm',
      );
    expect(meet({ name: 'default', pod: {} })).toBe('No Connections');
    expect(meet({ name: 'fast', multus: { networkName: 'fast' } })).toBe('No Connections ?All Connections');
  });

  test.each([
    ['UserDefinedNetwork', { layer2: { role: 'Primary' } }, 'No Connections ?All Connections'],
    ['UserDefinedNetwork', { layer3: { role: 'Secondary' } }, 'All Connections'],
    ['ClusterUserDefinedNetwork', { network: { layer3: { role: 'Primary' } } }, 'No Connections ?All Connections'],
    ['NetworkAttachmentDefinition', { config: '{ "role": "primary" }' }, 'No Connections ?All Connections'],
    ['NetworkAttachmentDefinition', { config: '{ "type": "macvlan" }' }, 'All Connections'],
  ])('a network in place of the cluster’s decides who meets (%s)', (kind, spec, expected) => {
    const metadata = { name: 'n', ...(kind.startsWith('Cluster') ? {} : { namespace: 'beta' }) };
    const apiVersion = kind.startsWith('Network') ? 'k8s.cni.cncf.io/v1' : 'k8s.ovn.org/v1';
    const network = { apiVersion, kind, metadata, spec };
    expect(between(reachability([...spaces, a, b, network]), 'alpha/a', 'beta/b')).toBe(expected);
  });

  test('two Namespaces of one name and different labels are a fault, the same one twice is not', () => {
    const twice = (labels: Record<string, string>): string[] =>
      faultPaths(() => reachability([namespace('alpha', { team: 'one' }), a, namespace('alpha', labels)]));
    expect(twice({ team: 'two' })).toEqual(['input.yaml:5 metadata.labels']);
    expect(
      lines(reachability([namespace('alpha', { team: 'one' }), a, namespace('alpha', { team: 'one' })])),
    ).not.toEqual([]);
  });

  test('policies whose names the API server makes up are two, whatever they have in common', () => {
    const made = (spec: object): object => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: 'beta', generateName: 'p-' },
      spec,
    });
    const found = reachability([
      ...spaces,
      a,
      b,
      made({ podSelector: {} }),
      made({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }] }),
    ]);
    expect(between(found, 'alpha/a', 'beta/b')).toBe('TCP 80');
  });
});
