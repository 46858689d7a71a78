import fc from 'fast-check';
import { Placement, type Placed } from '../../../lib/verify/placement/placement';
import { tolerates, type NodeTaint, type Toleration } from '../../../lib/verify/placement/taint';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { faultPaths } from '../../faults-of';

const TAINT = { key: 'workload-type', value: 'ai-training', effect: 'NoSchedule' };
const TOLERATION = { key: 'workload-type', operator: 'Equal', value: 'ai-training', effect: 'NoSchedule' };
const pod = (spec: object, name = 'p'): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'alpha' },
  spec: { containers: [], ...spec },
});
const node = (labels: object = {}, taints: object[] = [], name = 'n'): object => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
  spec: { taints },
});
const placement = (...objects: object[]): Placement =>
  new Placement(
    inputsOf([{ name: 'in.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }]),
  );
const only = (...objects: object[]): Placed => placement(...objects).all[0] as Placed;
const affinity = (...nodeSelectorTerms: object[]): object => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const expression = (key: string, operator: string, ...values: string[]): object => ({
  matchExpressions: [{ key, operator, ...(values.length === 0 ? {} : { values }) }],
});

describe('a toleration', () => {
  test.each([
    [TOLERATION, true],
    [{ ...TOLERATION, operator: '' }, true],
    [{ ...TOLERATION, operator: 'Exists', value: '' }, true],
    [{ ...TOLERATION, effect: '' }, true],
    [{ key: '', operator: 'Exists', value: '', effect: '' }, true],
    [{ ...TOLERATION, value: 'other' }, false],
    [{ ...TOLERATION, key: 'other' }, false],
    [{ ...TOLERATION, effect: 'NoExecute' }, false],
    [{ ...TOLERATION, operator: 'Gt', value: '5' }, true],
    [{ ...TOLERATION, operator: 'SomethingNew' }, true],
  ])('%j', (toleration, expected) => expect(tolerates(toleration as Toleration, TAINT as NodeTaint)).toBe(expected));
});

describe('a pod lands where it is selected and tolerated', () => {
  const labels = { 'workload-type': 'ai-training', gpus: '8' };
  test.each([
    ['without demands on a bare node', {}, node(), 'yes'],
    ['without toleration on a tainted node', {}, node({}, [TAINT]), 'no'],
    ['with the toleration', { tolerations: [TOLERATION] }, node({}, [TAINT]), 'yes'],
    [
      'with one of two tolerations',
      { tolerations: [TOLERATION] },
      node({}, [TAINT, { key: 'project', value: 'alpha', effect: 'NoSchedule' }]),
      'no',
    ],
    ['past a taint that only discourages', {}, node({}, [{ ...TAINT, effect: 'PreferNoSchedule' }]), 'yes'],
    ['by selector', { nodeSelector: { 'workload-type': 'ai-training' } }, node(labels), 'yes'],
    ['by a selector that does not match', { nodeSelector: { 'workload-type': 'ai-training' } }, node(), 'no'],
    ['by one of two terms', affinity(expression('a', 'Exists'), expression('gpus', 'Exists')), node(labels), 'yes'],
    ['by no term', affinity(expression('a', 'Exists'), expression('b', 'Exists')), node(labels), 'no'],
    ['by an empty term, which selects nothing', affinity({}), node(labels), 'no'],
    [
      'by all expressions of a term',
      affinity({
        matchExpressions: [
          { key: 'gpus', operator: 'Exists' },
          { key: 'a', operator: 'Exists' },
        ],
      }),
      node(labels),
      'no',
    ],
    ['by absence', affinity(expression('a', 'NotIn', 'x')), node(labels), 'yes'],
    ['by DoesNotExist', affinity(expression('a', 'DoesNotExist')), node(labels), 'yes'],
    ['by a number above', affinity(expression('gpus', 'Gt', '4')), node(labels), 'yes'],
    ['by a number below', affinity(expression('gpus', 'Lt', '4')), node(labels), 'no'],
    ['by a number of something that is none', affinity(expression('workload-type', 'Gt', '4')), node(labels), 'no'],
    [
      'by selector and affinity both',
      { nodeSelector: { gpus: '4' }, ...affinity(expression('gpus', 'Exists')) },
      node(labels),
      'no',
    ],
    [
      'by the name of the node',
      affinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }),
      node(labels),
      'yes',
    ],
    [
      'by the name of another node',
      affinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['m'] }] }),
      node(labels),
      'no',
    ],
    ['by an operator that is not known', affinity(expression('gpus', 'Near', '8')), node(labels), 'maybe'],
    [
      'by preference only',
      {
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: expression('a', 'Exists') }],
          },
        },
      },
      node(labels),
      'yes',
    ],
  ])('%s', (_, spec, on, lands) => expect(only(pod(spec), on).lands).toBe(lands));

  test('or names the node itself, past NoSchedule and not past NoExecute', () => {
    expect(only(pod({ nodeName: 'n' }), node({}, [TAINT]))).toMatchObject({ lands: 'yes', byName: true });
    expect(only(pod({ nodeName: 'n' }), node({}, [{ ...TAINT, effect: 'NoExecute' }])).lands).toBe('no');
    expect(only(pod({ nodeName: 'm' }), node()).lands).toBe('no');
    const owned = {
      ...pod({ nodeName: 'n' }),
      metadata: { name: 'p', namespace: 'alpha', ownerReferences: [{ kind: 'Job', name: 'j', controller: true }] },
    };
    // A pod without its owner and without a uid was never in a cluster: its author wrote the node.
    expect(only(owned, node({}, [TAINT]))).toMatchObject({ lands: 'yes', byName: true });
    const served = { ...owned, metadata: { ...owned.metadata, uid: '1' } };
    expect(only(served, node({}, [TAINT])).byName).toBe(false);
  });

  test('or is seen on a node of a dump, whatever it says and whatever the node keeps out, as long as it has not ended', () => {
    const seen = (phase: string, nodeName = 'n'): object => ({
      ...pod({ nodeName, nodeSelector: { other: 'nodes' } }),
      metadata: {
        name: 'p',
        namespace: 'alpha',
        uid: '1',
        ownerReferences: [{ kind: 'ReplicaSet', name: 'r', controller: true }],
      },
      status: { phase },
    });
    expect(only(seen('Running'), node({}, [TAINT]))).toMatchObject({ lands: 'yes', byName: false });
    expect(only(seen('Running', 'm'), node({}, [TAINT])).lands).toBe('no');
    for (const phase of ['Succeeded', 'Failed']) expect(only(seen(phase), node({}, [TAINT])).lands).toBe('no');
  });

  test('with what its runtime class adds, and perhaps where the class is not in the input', () => {
    const runtimeClass = {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'kata' },
      handler: 'kata',
      scheduling: { nodeSelector: { kata: 'yes' }, tolerations: [TOLERATION] },
    };
    const spec = { runtimeClassName: 'kata' };
    expect(only(pod(spec), runtimeClass, node({ kata: 'yes' }, [TAINT])).lands).toBe('yes');
    expect(only(pod(spec), runtimeClass, node({}, [TAINT])).lands).toBe('no');
    // The API server refuses a pod that contradicts its class.
    const against = { ...spec, nodeSelector: { kata: 'no' } };
    for (const kata of ['yes', 'no'])
      expect(only(pod(against), runtimeClass, node({ kata }, [TAINT])).lands).toBe('no');
    expect(only(pod(spec), node({}, [TAINT]))).toMatchObject({
      lands: 'maybe',
      missing: ['RuntimeClass kata, which may add tolerations'],
    });
  });
});

describe('pools', () => {
  const plan = (inputs: object): Placement => {
    const resource = {
      urn: 'urn:pulumi:dev::p::aws:eks/nodeGroup:NodeGroup::gpu',
      type: 'aws:eks/nodeGroup:NodeGroup',
      inputs,
    };
    return new Placement(
      inputsOf([
        { name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources: [resource] } }) },
        { name: 'pod.json', text: JSON.stringify(pod({ nodeSelector: { 'workload-type': 'ai-training' } })) },
      ]),
    );
  };

  test('of plans have the labels and taints of the node group, in the spelling of its API', () => {
    const taints = [{ key: 'workload-type', value: 'ai-training', effect: 'NO_SCHEDULE' }];
    const found = plan({ nodeGroupName: 'p4d', labels: { 'workload-type': 'ai-training' }, taints });
    expect(found.all[0]).toMatchObject({
      lands: 'no',
      selected: 'yes',
      keptOutBy: [TAINT],
      pool: { name: 'node group p4d' },
    });
    const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    expect(plan({ labels: unknown, taints }).all[0]).toMatchObject({
      lands: 'maybe',
      missing: ['labels of node group gpu'],
    });
    expect(plan({ labels: { 'workload-type': 'ai-training' }, taints: unknown }).all[0]).toMatchObject({
      lands: 'maybe',
      missing: ['taints of node group gpu'],
    });
    // What it does not select it does not land on, whatever else is not known.
    expect(plan({ labels: {}, taints: unknown }).all[0]).toMatchObject({ lands: 'no' });
    const unlabelled = plan({ labels: unknown });
    expect(unlabelled.landing(unlabelled.demands[0]!)).toMatchObject([{ lands: 'maybe' }]);
  });

  test('of eksctl have them in both of its forms', () => {
    const config = (taints: unknown): object => ({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'c' },
      managedNodeGroups: [{ name: 'gpu', labels: { a: 'b' }, taints }],
    });
    for (const taints of [[TAINT], { 'workload-type': 'ai-training:NoSchedule' }])
      expect(only(pod({}), config(taints)).keptOutBy).toEqual([TAINT]);
    expect(faultPaths(() => placement(pod({}), config({ a: 'b' })))).toEqual([
      'in.json:1 items[1].managedNodeGroups[0].taints.a',
    ]);
  });

  test('of Karpenter have labels by their requirements as well', () => {
    const pool = (requirements: object[]): object => ({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'gpu' },
      spec: { template: { metadata: { labels: { a: 'b' } }, spec: { taints: [TAINT], requirements } } },
    });
    const asks = pod({ nodeSelector: { family: 'p4d' }, tolerations: [TOLERATION] });
    const lands = (...requirements: object[]): string => only(asks, pool(requirements)).lands;
    expect(lands({ key: 'family', operator: 'In', values: ['p4d'] })).toBe('yes');
    expect(lands({ key: 'family', operator: 'In', values: ['p4d', 'p5'] })).toBe('maybe');
    expect(lands({ key: 'family', operator: 'In', values: ['p5'] })).toBe('no');
    expect(lands()).toBe('no');
    const absent = pod({ ...affinity(expression('family', 'DoesNotExist')), tolerations: [TOLERATION] });
    const without = (...requirements: object[]): string => only(absent, pool(requirements)).lands;
    expect(without({ key: 'family', operator: 'Exists' })).toBe('no');
    expect(without({ key: 'family', operator: 'NotIn', values: ['p4d'] })).toBe('maybe');
    expect(without({ key: 'family', operator: 'NotIn', values: ['p4d'] }, { key: 'family', operator: 'Exists' })).toBe(
      'no',
    );
    expect(lands({ key: 'family', operator: 'NotIn', values: ['p5'] })).toBe('maybe');
  });

  test('have labels that every node gets, with values that only the node knows', () => {
    const config = {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'gpu' },
      spec: { template: {} },
    };
    expect(only(pod({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } }), config).lands).toBe('maybe');
    expect(
      only(pod({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } }), node({ 'kubernetes.io/arch': 'amd64' })).lands,
    ).toBe('yes');
  });
});

test('agents starve that ask for a node and do not tolerate its taints; what the controller adds does not help them', () => {
  const agent = (name: string, spec: object): object => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system' },
    spec: { template: { spec: { containers: [], ...spec } } },
  });
  const found = placement(
    agent('starves', { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] }),
    agent('runs', { tolerations: [TOLERATION] }),
    agent('everywhere', { tolerations: [{ operator: 'Exists' }] }),
    agent('elsewhere', { nodeSelector: { role: 'infra' } }),
    node({}, [TAINT]),
  );
  expect(found.starving(found.pools[0] as never).map(({ demands }) => demands.workload.name)).toEqual(['starves']);
  const cordoned = placement(
    agent('runs', {}),
    node({}, [{ key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' }]),
  );
  expect(cordoned.starving(cordoned.pools[0] as never)).toEqual([]);
});

test.each([
  ['no', false],
  ['yes', true],
] as const)(
  'a node without network takes a daemon set: %s, if it is on the network of the node: %s',
  (lands, hostNetwork) => {
    const agent = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'kube-system' },
      spec: { template: { spec: { containers: [], hostNetwork } } },
    };
    const taint = { key: 'node.kubernetes.io/network-unavailable', value: '', effect: 'NoSchedule' };
    expect(only(agent, node({}, [taint])).lands).toBe(lands);
  },
);

test('one more toleration never takes a node away, one more taint never gives one', () => {
  const key = fc.constantFrom('a', 'b');
  const value = fc.constantFrom('x', 'y');
  const effect = fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule');
  const taint = fc.record({ key, value, effect });
  const toleration = fc
    .record({ key, operator: fc.constantFrom('Equal', 'Exists'), value, effect })
    .map((item) =>
      item.operator === 'Exists' ? { key: item.key, operator: item.operator, effect: item.effect } : item,
    );
  const rank = { no: 0, maybe: 1, yes: 2 };
  fc.assert(
    fc.property(
      fc.array(taint, { maxLength: 3 }),
      fc.array(toleration, { maxLength: 3 }),
      taint,
      toleration,
      (taints, tolerations, more, another) => {
        const lands = (t: object[], o: object[]): number => rank[only(pod({ tolerations: o }), node({}, t)).lands];
        expect(lands(taints, [...tolerations, another])).toBeGreaterThanOrEqual(lands(taints, tolerations));
        expect(lands([...taints, more], tolerations)).toBeLessThanOrEqual(lands(taints, tolerations));
      },
    ),
  );
});
