import { listConnections, undecidedRow } from '../../../lib/verify/reachability/connection-list';
import type { NetworkPremises } from '../../../lib/verify/reachability/premises';
import type { Reachability } from '../../../lib/verify/reachability/reachability';
import { missingFacts } from '../../../lib/verify/reachability/undecided';
import { addressBlock } from '../../../lib/verify/reachability/addresses';
import { between, deny, lines, namespace, pod, policy, reachability } from './cluster';

const alpha = namespace('alpha');
const at = (name: string, ...addresses: string[]): object => pod(`alpha/${name}`, { labels: { pod: name }, addresses });
const a = at('a', '10.1.0.1');
const b = at('b', '10.1.0.2');
const c = pod('alpha/c', { labels: { pod: 'c' } });
const [all, none, perhaps] = ['All Connections', 'No Connections', 'No Connections ?All Connections'];

const egress = (...blocks: object[]): object =>
  policy('alpha/p', {
    podSelector: { matchLabels: { pod: 'a' } },
    policyTypes: ['Egress'],
    egress: [{ to: blocks.map((ipBlock) => ({ ipBlock })) }],
  });
const tier = (egressRules: object[], more: object = {}): object => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'p' },
  spec: { tier: 'Admin', priority: 10, subject: { namespaces: {} }, egress: egressRules },
  ...more,
});
const to = (action: string, ...networks: string[]): object => ({ action, to: [{ networks }] });
const cluster = (premises: NetworkPremises, ...objects: object[]): Reachability =>
  reachability([alpha, a, b, c, ...objects], premises);
const fromA = (found: Reachability): string[] => ['b', 'c'].map((name) => between(found, 'alpha/a', `alpha/${name}`));
const because = (found: Reachability): string[] => [
  ...new Set(
    listConnections(found)
      .filter((connection) => undecidedRow(connection) !== undefined)
      .flatMap((connection) => missingFacts(found, connection)),
  ),
];

describe('an ipBlock that holds the address of a pod of the input', () => {
  const exactlyB = egress({ cidr: '10.1.0.2/32' });
  const notB = egress({ cidr: '10.1.0.0/24', except: ['10.1.0.2/31'] });

  test.each<[NetworkPremises, object, string[]]>([
    [{ cni: 'calico' }, exactlyB, [all, perhaps]],
    [{ cni: 'vpc-cni' }, exactlyB, [all, perhaps]],
    [{ cni: 'cilium' }, exactlyB, [none, none]],
    [{}, exactlyB, [perhaps, none]],
    [{ cni: 'calico' }, notB, [none, perhaps]],
    [{}, notB, [none, none]],
    [{ cni: 'calico', podAddresses: addressBlock('10.9.0.0/16') as never }, exactlyB, [all, none]],
  ])('means it by the CNI, and pods whose address is not shown as ever: %j %#', (premises, block, expected) => {
    expect(fromA(cluster(premises, block))).toEqual(expected);
  });

  test('is named where it is undecided, with what would decide it', () => {
    expect(because(cluster({}, exactlyB))).toEqual([
      'whether 10.1.0.2 means alpha/b[Pod], whose address it holds (--assume cni=...)',
    ]);
    const pods = 'the addresses of alpha/c[Pod] (status.podIPs';
    expect(because(cluster({ cni: 'calico' }, exactlyB))).toEqual([
      `${pods}, or --assume pod-cidr=...): 10.1.0.2 may hold them`,
    ]);
    const podAddresses = addressBlock('10.1.0.0/16') as never;
    expect(because(cluster({ cni: 'calico', podAddresses }, exactlyB))).toEqual([`${pods}): 10.1.0.2 may hold them`]);
  });

  test('is named alone where no policy goes by the labels and ports of pods that are not known', () => {
    const far = pod('elsewhere/far', { labels: { pod: 'far' } });
    const which = (...objects: object[]): string[] =>
      because(cluster({ cni: 'calico' }, far, ...objects)).filter((fact) => fact.includes('elsewhere'));
    const addresses = expect.stringMatching(/^the addresses of elsewhere.far.Pod. /) as unknown;
    expect(which(exactlyB)).toEqual([addresses]);
    const ofTeam = { namespaceSelector: { matchLabels: { team: 'x' } } };
    const byLabels = policy('alpha/q', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [ofTeam] }] });
    expect(which(exactlyB, byLabels)).toEqual([
      'namespace elsewhere is not in the input, so its labels are not known',
      addresses,
    ]);
  });

  test('decides nothing of a pod of two families of which it holds one', () => {
    const dual = at('d', '10.1.0.4', 'fd00::4');
    const found = (...blocks: object[]): Reachability => cluster({ cni: 'calico' }, dual, egress(...blocks));
    expect(between(found({ cidr: '10.1.0.4/32' }), 'alpha/a', 'alpha/d')).toBe(perhaps);
    expect(because(found({ cidr: '10.1.0.4/32' }))).toContain(
      'what becomes of alpha/d[Pod], with addresses inside and outside of 10.1.0.4',
    );
    expect(between(found({ cidr: '10.1.1.0/24' }), 'alpha/a', 'alpha/d')).toBe(none);
    const other = at('d', 'fd00::4');
    expect(between(cluster({ cni: 'calico' }, other, egress({ cidr: 'fd00::/64' })), 'alpha/a', 'alpha/d')).toBe(all);
  });

  test('says nothing of the address of a node, nor of a pod without one', () => {
    const node = pod('alpha/n', { hostNetwork: true, addresses: ['10.1.0.9'] });
    const found = cluster({ cni: 'calico' }, node, at('e', ''), egress({ cidr: '10.1.0.9/32' }));
    expect(['n', 'e'].map((name) => between(found, 'alpha/a', `alpha/${name}`))).toEqual([perhaps, perhaps]);
  });

  test('counts on ingress by the address of the source', () => {
    const ingress = policy('alpha/p', {
      podSelector: { matchLabels: { pod: 'c' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.2/32' } }], ports: [{ port: 80 }] }],
    });
    const found = cluster({ cni: 'calico' }, ingress);
    expect(['a', 'b'].map((name) => between(found, `alpha/${name}`, 'alpha/c'))).toEqual([none, 'TCP 80']);
  });
});

describe('networks of admin policies', () => {
  test('hold the address that the input shows, whatever lies around them', () => {
    const found = cluster({}, tier([to('Accept', '10.1.0.2/32'), to('Deny', '0.0.0.0/0')]));
    expect(fromA(found)).toEqual([all, none]);
    expect(fromA(cluster({}, tier([to('Deny', '10.1.0.2/32')])))).toEqual([none, all]);
    expect(fromA(cluster({}, tier([to('Deny', '10.1.0.3/32')])))).toEqual([all, all]);
  });

  test('are undecided for what is said, and for nothing else', () => {
    const denied = tier([to('Deny', '0.0.0.0/0')]);
    expect(because(cluster({ cni: 'calico' }, denied))).toEqual([
      'whether the installed release of the CNI enforces p[ClusterNetworkPolicy]',
    ]);
    const accepted = tier([to('Accept', '0.0.0.0/0')], { metadata: { name: 'q' } });
    expect(because(cluster({}, denied, accepted))).toEqual([
      'which of p[ClusterNetworkPolicy] and q[ClusterNetworkPolicy] comes first: both have priority 10',
    ]);
    const domains = tier([{ action: 'Accept', to: [{ domainNames: ['example.com'] }] }, to('Deny', '0.0.0.0/0')]);
    expect(because(cluster({}, domains))).toEqual(['a rule names what only a cluster can resolve']);
  });
});

test('pods that no block tells apart are one class, wherever their addresses are', () => {
  const many = Array.from({ length: 9 }, (_, index) =>
    pod(`alpha/m${index}`, { labels: { app: 'm' }, addresses: [`10.1.0.${index}`] }),
  );
  const classes = (...objects: object[]): number =>
    reachability([alpha, ...many, ...objects], { cni: 'calico' }).classes.length;
  expect([classes(), classes(deny('alpha')), classes(egress({ cidr: '10.2.0.0/16' }))]).toEqual([1, 1, 1]);
  expect(classes(egress({ cidr: '10.1.0.0/30' }))).toBe(2);
});

test('a template gives way to its pods, which show their addresses', () => {
  const owned = (name: string, address: string): object => {
    const plain = pod(`alpha/${name}`, { labels: { app: 'd' }, addresses: [address] }) as { metadata: object };
    return {
      ...plain,
      metadata: { ...plain.metadata, ownerReferences: [{ kind: 'ReplicaSet', name: 'd', controller: true }] },
    };
  };
  const replicaSet = (replicas: number): object => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { namespace: 'alpha', name: 'd' },
    spec: {
      replicas,
      template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  });
  const block = egress({ cidr: '10.1.0.6/32' });
  const toD = (replicas: number): string[] =>
    lines(
      reachability([alpha, a, owned('d-1', '10.1.0.6'), owned('d-2', '10.1.0.7'), replicaSet(replicas), block], {
        cni: 'calico',
      }),
    ).filter((line) => line.includes('alpha/a[Pod] => alpha/'));
  expect(toD(2)).toEqual(['alpha/a[Pod] => alpha/d-1[Pod] : All Connections']);
  expect(toD(3)).toEqual([
    'alpha/a[Pod] => alpha/d-1[Pod] : All Connections',
    '? alpha/a[Pod] => alpha/d[ReplicaSet] : All Connections',
  ]);
});
