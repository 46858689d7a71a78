import { faultPaths, faultsOf } from '../../faults-of';
import type { EnforcingCni } from '../../../lib/verify/reachability/premises';
import { between, deny, lines, namespace, pod, policy, reachability } from './cluster';

const a = pod('alpha/a', { labels: { app: 'a' } });
const b = pod('beta/b', { labels: { app: 'b' }, ports: [{ name: 'web', containerPort: 8080 }] });
const spaces = [namespace('alpha', { team: 'one' }), namespace('beta', { team: 'two' })];
const everyone = { namespaces: {} };

const admin = (kind: string, name: string, spec: object): object => ({
  apiVersion:
    kind === 'ClusterNetworkPolicy' ? 'policy.networking.k8s.io/v1alpha2' : 'policy.networking.k8s.io/v1alpha1',
  kind,
  metadata: { name },
  spec,
});
const anp = (name: string, priority: number, ingress: object[]): object =>
  admin('AdminNetworkPolicy', name, { priority, subject: { namespaces: { matchLabels: { team: 'two' } } }, ingress });
const banp = (ingress: object[]): object =>
  admin('BaselineAdminNetworkPolicy', 'default', { subject: everyone, ingress });
const toB = (...policies: object[]): string =>
  between(reachability([...spaces, a, b, ...policies]), 'alpha/a', 'beta/b');
const rule = (action: string, ports?: object[]): object => ({
  action,
  from: [everyone],
  ...(ports === undefined ? {} : { ports }),
});
const PERHAPS = 'No Connections ?All Connections';
const tcp = (port: number): object => ({ portNumber: { protocol: 'TCP', port } });

describe('admin policies', () => {
  test('come before NetworkPolicies: what they allow or deny is settled', () => {
    expect(toB(anp('x', 1, [rule('Allow', [tcp(80)])]), deny('beta'))).toBe('TCP 80');
    expect(toB(anp('x', 1, [rule('Deny', [tcp(80)])]), policy('beta/p', { podSelector: {}, ingress: [{}] }))).toBe(
      'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535',
    );
  });

  test('are asked by priority, and the first rule that matches decides', () => {
    expect(toB(anp('late', 2, [rule('Deny')]), anp('early', 1, [rule('Allow', [tcp(80)])]))).toBe('TCP 80');
    expect(toB(anp('x', 1, [rule('Allow', [tcp(80)]), rule('Deny')]))).toBe('TCP 80');
    expect(toB(anp('x', 1, [rule('Deny'), rule('Allow', [tcp(80)])]))).toBe('No Connections');
  });

  test('that pass leave it to the NetworkPolicies, past all later admin rules', () => {
    expect(toB(anp('early', 1, [rule('Pass', [tcp(80)])]), anp('late', 2, [rule('Deny')]))).toBe('TCP 80');
    expect(toB(anp('early', 1, [rule('Pass')]), anp('late', 2, [rule('Allow')]), deny('beta'))).toBe('No Connections');
  });

  test('of equal priority decide nothing where they disagree', () => {
    expect(toB(anp('x', 1, [rule('Allow', [tcp(80)])]), anp('y', 1, [rule('Deny', [tcp(80), tcp(81)])]))).toBe(
      'SCTP 1-65535,TCP 1-79,82-65535,UDP 1-65535 ?TCP 80',
    );
  });

  test('take ports by range and by name, of whatever protocol the pod gives it', () => {
    expect(
      toB(
        anp('x', 1, [
          rule('Allow', [{ portRange: { protocol: 'UDP', start: 5, end: 7 } }, { namedPort: 'web' }]),
          rule('Deny'),
        ]),
      ),
    ).toBe('TCP 8080,UDP 5-7');
  });

  test('mean everything by a selector that they leave out', () => {
    const selected = (pods: object): string =>
      toB(
        admin('AdminNetworkPolicy', 'x', {
          priority: 1,
          subject: { pods: { podSelector: { matchLabels: { app: 'b' } } } },
          ingress: [{ action: 'Deny', from: [{ pods }] }],
        }),
      );
    expect(selected({ podSelector: { matchLabels: { app: 'a' } } })).toBe('No Connections');
    expect(selected({ namespaceSelector: { matchLabels: { team: 'one' } } })).toBe('No Connections');
    expect(selected({ namespaceSelector: { matchLabels: { team: 'two' } } })).toBe('All Connections');
  });

  test.each<[string, object[], string, string]>([
    ['namespaces', [{ action: 'Deny', to: [everyone] }], 'All Connections', 'No Connections'],
    ['other addresses', [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }] }], PERHAPS, 'All Connections'],
    ['all addresses', [{ action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }], PERHAPS, 'No Connections'],
    ['nodes', [{ action: 'Deny', to: [{ nodes: {} }] }], PERHAPS, 'All Connections'],
    ['domains', [{ action: 'Deny', to: [{ domainNames: ['example.com'] }] }], PERHAPS, 'All Connections'],
    [
      'one port of all addresses',
      [{ action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }], ports: [tcp(80)] }],
      'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535 ?TCP 80',
      'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535',
    ],
  ])('on egress to %s mean a pod on its node’s network only by its address', (_, egress, toNode, toPod) => {
    const node = pod('beta/node', { hostNetwork: true, labels: { app: 'node' } });
    const found = reachability([
      ...spaces,
      a,
      b,
      node,
      admin('AdminNetworkPolicy', 'x', { priority: 1, subject: everyone, egress }),
    ]);
    expect([between(found, 'alpha/a', 'beta/node'), between(found, 'alpha/a', 'beta/b')]).toEqual([toNode, toPod]);
    expect(between(found, 'beta/node', 'alpha/a')).toBe('All Connections');
  });

  test('leave a pod on its node’s network to the NetworkPolicies, of which the effect is not defined', () => {
    const node = pod('beta/node', { hostNetwork: true });
    const baseline = banp([{ action: 'Deny', from: [everyone] }]);
    expect(between(reachability([...spaces, a, node, baseline]), 'beta/node', 'alpha/a')).toBe('All Connections');
    const found = reachability([...spaces, a, node, baseline, deny('alpha')]);
    expect(between(found, 'beta/node', 'alpha/a')).toBe(PERHAPS);
  });

  test('do not concern pods on their node’s network', () => {
    const node = pod('beta/node', { hostNetwork: true });
    expect(between(reachability([...spaces, a, node, anp('x', 1, [rule('Deny')])]), 'alpha/a', 'beta/node')).toBe(
      'All Connections',
    );
  });
});

describe('baseline policies', () => {
  test('govern only pods that no NetworkPolicy governs', () => {
    expect(toB(banp([rule('Deny')]))).toBe('No Connections');
    expect(toB(banp([rule('Deny')]), policy('beta/p', { podSelector: {}, ingress: [{ ports: [{ port: 1 }] }] }))).toBe(
      'TCP 1',
    );
    expect(toB(banp([rule('Deny')]), policy('beta/p', { podSelector: {}, policyTypes: ['Egress'] }))).toBe(
      'No Connections',
    );
    expect(toB(banp([rule('Allow', [tcp(80)]), rule('Deny')]))).toBe('TCP 80');
  });
});

test('a CNI that does not know a kind is not held back by its denies, and perhaps opened by its allows', () => {
  const cnp = (action: string): object =>
    admin('ClusterNetworkPolicy', 'x', {
      tier: 'Admin',
      priority: 1,
      subject: everyone,
      ingress: [{ action, from: [everyone] }],
    });
  const under = (cni: EnforcingCni | undefined, ...policies: object[]): string =>
    between(reachability([...spaces, a, b, ...policies], cni === undefined ? {} : { cni }), 'alpha/a', 'beta/b');
  const denied = ([undefined, 'vpc-cni', 'cilium', 'calico'] as const).map((cni) => [
    under(cni, anp('x', 1, [rule('Deny')])),
    under(cni, cnp('Deny')),
    under(cni, cnp('Accept'), deny('beta')),
  ]);
  const [all, none, perhaps] = ['All Connections', 'No Connections', 'No Connections ?All Connections'];
  expect(denied).toEqual([
    [none, none, all],
    [all, all, perhaps],
    [all, perhaps, perhaps],
    [perhaps, perhaps, perhaps],
  ]);
});

describe('networks', () => {
  const egress = (networks: string[], premises = {}): string[] => {
    const spec = { priority: 1, subject: everyone, egress: [{ action: 'Deny', to: [{ networks }] }] };
    return lines(reachability([...spaces, a, b, admin('AdminNetworkPolicy', 'x', spec)], premises)).filter((line) =>
      line.includes('alpha/a[Pod] =>'),
    );
  };

  test('cut the addresses outside, and the whole space takes in the pods as well', () => {
    expect(egress(['10.0.0.0/8', '10.1.0.0/16'])).toEqual([
      'alpha/a[Pod] => 0.0.0.0-9.255.255.255 : All Connections',
      'alpha/a[Pod] => 11.0.0.0-255.255.255.255 : All Connections',
      'alpha/a[Pod] => beta/b[Pod] : All Connections',
    ]);
    expect(egress(['0.0.0.0/0'])).toEqual([]);
    expect(egress(['10.0.0.0/8'], { cni: 'calico' })).toContain('? alpha/a[Pod] => beta/b[Pod] : All Connections');
  });

  test('by domain name leave every address outside undecided, and nodes are no addresses outside', () => {
    const cluster = (to: object): string[] =>
      lines(
        reachability([
          ...spaces,
          a,
          admin('ClusterNetworkPolicy', 'x', {
            tier: 'Admin',
            priority: 1,
            subject: everyone,
            egress: [
              { action: 'Accept', to: [to] },
              { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] },
            ],
          }),
        ]),
      ).filter((line) => line.includes('alpha/a[Pod] =>'));
    expect(cluster({ domainNames: ['example.com'] })).toEqual([
      '? alpha/a[Pod] => 0.0.0.0-255.255.255.255 : All Connections',
    ]);
    expect(cluster({ nodes: {} })).toEqual([]);
  });
});

describe('what the API server refuses is a fault', () => {
  const subject = everyone;
  test.each([
    ['AdminNetworkPolicy', { subject }, 'spec'],
    ['AdminNetworkPolicy', { priority: 1001, subject }, 'spec.priority'],
    ['AdminNetworkPolicy', { priority: 1 }, 'spec'],
    ['AdminNetworkPolicy', { priority: 1, subject: {} }, 'spec.subject'],
    ['AdminNetworkPolicy', { priority: 1, subject: { namespaces: {}, pods: {} } }, 'spec.subject'],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, ingress: [{ action: 'Accept', from: [everyone] }] },
      'spec.ingress[0].action',
    ],
    ['AdminNetworkPolicy', { priority: 1, subject, ingress: [{ action: 'Deny', from: [] }] }, 'spec.ingress[0].from'],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, ingress: [{ action: 'Deny', from: [{ networks: ['10.0.0.0/8'] }] }] },
      'spec.ingress[0].from[0].networks',
    ],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, ingress: [{ action: 'Deny', from: [{ namespaces: { sameLabels: ['x'] } }] }] },
      'spec.ingress[0].from[0].namespaces.sameLabels',
    ],
    [
      'AdminNetworkPolicy',
      {
        priority: 1,
        subject,
        egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }], ports: [{ namedPort: 'a' }] }],
      },
      'spec.egress[0]',
    ],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, ingress: [{ action: 'Deny', from: [everyone], ports: [] }] },
      'spec.ingress[0].ports',
    ],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8', '10.0.0.0/8'] }] }] },
      'spec.egress[0].to[0].networks[1]',
    ],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, egress: [{ action: 'Deny', to: [{ networks: [] }] }] },
      'spec.egress[0].to[0].networks',
    ],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, ingress: [{ name: 'x'.repeat(101), action: 'Deny', from: [everyone] }] },
      'spec.ingress[0].name',
    ],
    [
      'ClusterNetworkPolicy',
      { tier: 'Admin', priority: 1, subject, ingress: Array(26).fill({ action: 'Deny', from: [everyone] }) },
      'spec.ingress',
    ],
    [
      'ClusterNetworkPolicy',
      { tier: 'Admin', priority: 1, subject, egress: [{ action: 'Deny', to: [everyone], protocols: [{ tcp: {} }] }] },
      'spec.egress[0].protocols[0].tcp',
    ],
    [
      'ClusterNetworkPolicy',
      {
        tier: 'Admin',
        priority: 1,
        subject,
        egress: [
          {
            action: 'Deny',
            to: [everyone],
            protocols: [{ tcp: { destinationPort: { range: { start: 80, end: 80 } } } }],
          },
        ],
      },
      'spec.egress[0].protocols[0].tcp.destinationPort.range',
    ],
    ['BaselineAdminNetworkPolicy', { subject, ingress: [{ action: 'Pass', from: [everyone] }] }, 'metadata.name'],
    ['ClusterNetworkPolicy', { tier: 'Main', priority: 1, subject }, 'spec.tier'],
    [
      'ClusterNetworkPolicy',
      { tier: 'Admin', priority: 1, subject, egress: [{ action: 'Deny', to: [everyone], protocols: [{ icmp: {} }] }] },
      'spec.egress[0].protocols[0].icmp',
    ],
    [
      'ClusterNetworkPolicy',
      {
        tier: 'Admin',
        priority: 1,
        subject,
        egress: [{ action: 'Deny', to: [everyone], protocols: [{ destinationNamedPort: 80 }] }],
      },
      'spec.egress[0].protocols[0].destinationNamedPort',
    ],
    [
      'AdminNetworkPolicy',
      { priority: 1, subject, egress: [{ action: 'Deny', to: [everyone], ports: [{ namedPort: 80 }] }] },
      'spec.egress[0].ports[0].namedPort',
    ],
  ])('%s %j', (kind, spec, path) => {
    expect(faultPaths(() => reachability([admin(kind, 'x', spec)]))[0]).toBe(`input.yaml:1 ${path}`);
  });
});

describe('selectors as in early versions of the API are refused with what to write instead', () => {
  const selector = { matchLabels: { team: 'one' } };
  test.each<[object, string, string]>([
    [
      { namespaces: { namespaceSelector: selector } },
      'namespaces.namespaceSelector',
      'write the selector directly below namespaces',
    ],
    [
      { pods: { namespaces: { namespaceSelector: selector }, podSelector: {} } },
      'pods.namespaces',
      'write its namespaceSelector directly below pods',
    ],
    [{ namespaces: { notSameLabels: ['x'] } }, 'namespaces.notSameLabels', 'were removed from the API'],
    [
      { pods: { namespaces: { sameLabels: ['x'] }, podSelector: {} } },
      'pods.namespaces.sameLabels',
      'were removed from the API',
    ],
    [{ pods: { namespaces: {}, podSelector: {} } }, 'pods.namespaces', 'correct or remove it'],
    [{ namespaces: selector.matchLabels }, 'namespaces.team', 'correct or remove it'],
  ])('%j', (peer, path, fix) => {
    const spec = { priority: 1, subject: everyone, ingress: [{ action: 'Deny', from: [peer] }] };
    const faults = faultsOf(() => reachability([admin('AdminNetworkPolicy', 'x', spec)]));
    expect(faults.map((fault) => fault.path)).toEqual([`input.yaml:1 spec.ingress[0].from[0].${path}`]);
    expect(faults[0]?.fix).toContain(fix);
  });
});
