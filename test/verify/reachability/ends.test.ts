import { inputsOfObjects } from '../inputs-of';
import { ask } from '../../../lib/verify/reachability/question';
import { connectionsText } from '../../../lib/verify/reachability/connections';
import { endMatcher } from '../../../lib/verify/reachability/end-matcher';
import { endsOf } from '../../../lib/verify/reachability/ends';
import { lines, namespace, pod, policy, reachability } from './cluster';

const alpha = namespace('alpha');
const client = pod('alpha/client', { labels: { app: 'client' } });
const POD_NAME = 'statefulset.kubernetes.io/pod-name';

const member = (name: string, labels: object, owner: object, status: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'alpha', name, labels, ownerReferences: [{ ...owner, controller: true }] },
  spec: { containers: [{ name: 'c', image: 'i' }] },
  status,
});
const controller = (kind: string, name: string, spec: object, metadata: object = {}, status: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { namespace: 'alpha', name, ...metadata },
  spec: {
    ...spec,
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
  status,
});
const inCluster = (...objects: object[]): string[] =>
  lines(reachability([alpha, ...objects])).filter((line) => !line.includes('0.0.0.0'));

describe('pods of one workload that policies treat differently', () => {
  const web = (index: number, status: object = {}): object =>
    member(`web-${index}`, { app: 'web', [POD_NAME]: `web-${index}` }, { kind: 'StatefulSet', name: 'web' }, status);
  const statefulSet = controller('StatefulSet', 'web', { replicas: 2 });
  const leader = policy('alpha/leader', {
    podSelector: { matchLabels: { [POD_NAME]: 'web-0' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }],
  });

  test('are ends of their own, and the template stands for none of them once all are there', () => {
    expect(inCluster(statefulSet, web(0), web(1), client, leader)).toEqual([
      'alpha/client[Pod] => alpha/web-0[Pod] : All Connections',
      'alpha/client[Pod] => alpha/web-1[Pod] : All Connections',
      'alpha/web-0[Pod] => alpha/client[Pod] : All Connections',
      'alpha/web-0[Pod] => alpha/web-1[Pod] : All Connections',
      'alpha/web-1[Pod] => alpha/client[Pod] : All Connections',
    ]);
  });

  test.each<[string, object[]]>([
    ['one is not there', [web(0)]],
    ['none is there', []],
  ])('are undecided as far as the template stands for them: %s', (_, pods) => {
    const other = pod('alpha/other');
    expect(inCluster(statefulSet, ...pods, other, leader)).toContain(
      '? alpha/other[Pod] => alpha/web[StatefulSet] : All Connections',
    );
  });

  test('stay one end where they are treated alike', () => {
    const all = policy('alpha/p', { podSelector: { matchLabels: { app: 'web' } }, ingress: [] });
    const unused = policy('alpha/q', { podSelector: { matchLabels: { [POD_NAME]: 'other' } }, ingress: [] });
    expect(inCluster(statefulSet, web(0), web(1), client, all, unused)).toEqual([
      'alpha/web[StatefulSet] => alpha/client[Pod] : All Connections',
    ]);
  });

  test('are counted by what the controller reports where nothing else says how many there are', () => {
    const hash = 'controller-revision-hash';
    const agent = member('agent-x', { app: 'agent', [hash]: '1' }, { kind: 'DaemonSet', name: 'agent' });
    const old = policy('alpha/old', { podSelector: { matchLabels: { [hash]: '1' } }, ingress: [] });
    const daemonSet = (status: object): object => controller('DaemonSet', 'agent', {}, {}, status);
    expect(inCluster(daemonSet({ currentNumberScheduled: 1 }), agent, client, old)).toEqual([
      'alpha/agent[DaemonSet] => alpha/client[Pod] : All Connections',
    ]);
    expect(inCluster(daemonSet({}), agent, client, old).join()).toContain('?');
  });

  test('differ in what the outside may do as well', () => {
    const open = policy('alpha/open', {
      podSelector: { matchLabels: { [POD_NAME]: 'web-0' } },
      ingress: [{ from: [{ podSelector: {} }] }],
    });
    expect(lines(reachability([alpha, statefulSet, web(0), web(1), open]))).toContain(
      '0.0.0.0-255.255.255.255 => alpha/web-1[Pod] : All Connections',
    );
  });

  test('are chosen by their own name or by that of the workload', () => {
    const { ends } = endsOf(reachability([alpha, statefulSet, web(0), web(1), client, leader]));
    const chosen = (text: string): string[] => {
      const matcher = endMatcher(text, ends);
      if (typeof matcher === 'string') return [matcher];
      return ends.filter((end) => matcher.matches(end)).map(({ name }) => name);
    };
    expect(chosen('alpha/web-0')).toEqual(['alpha/web-0[Pod]']);
    expect(chosen('alpha/web[StatefulSet]')).toEqual(['alpha/web-0[Pod]', 'alpha/web-1[Pod]']);
    expect(chosen('wep')).toEqual(['no workload wep in the input: did you mean "web"?']);
    expect(chosen('alpha')).toEqual(['no workload alpha in the input: for the namespace give alpha/']);
    expect(endMatcher('vision', [{ name: 'ml-vision/train[Job]' }])).toMatch(/for the namespace give ml-vision\/$/);
  });

  test('are asked about by their own name or by that of the workload', () => {
    const inputs = inputsOfObjects(alpha, statefulSet, web(0), web(1), client, leader);
    const toAll = (to: string): string => connectionsText(ask(inputs, { from: 'alpha/web-1', to }).atLeast);
    expect([toAll('alpha/web-0'), toAll('alpha/client')]).toEqual(['No Connections', 'All Connections']);
    expect(toAll('alpha/web')).toBe('No Connections');
    expect(connectionsText(ask(inputs, { from: 'alpha/client', to: 'alpha/web' }).atLeast)).toBe('All Connections');
  });
});

test('connections between workloads that share an owner are listed', () => {
  const owner = { ownerReferences: [{ kind: 'Platform', name: 'all', controller: true }] };
  const onlyA = policy('alpha/p', {
    podSelector: { matchLabels: { app: 'b' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }],
  });
  expect(inCluster(controller('Deployment', 'a', {}, owner), controller('Deployment', 'b', {}, owner), onlyA)).toEqual([
    'alpha/a[Deployment] => alpha/b[Deployment] : All Connections',
    'alpha/b[Deployment] => alpha/a[Deployment] : All Connections',
  ]);
});

test('connections between different pods of one owner are listed where policies treat them differently', () => {
  const step = (name: string): object => member(name, { step: name }, { kind: 'Workflow', name: 'w' });
  const shut = policy('alpha/p', { podSelector: { matchLabels: { step: 'two' } }, ingress: [] });
  expect(inCluster(step('one'), step('two'), shut)).toEqual(['alpha/two[Pod] => alpha/one[Pod] : All Connections']);
  const both = policy('alpha/p', {
    podSelector: { matchExpressions: [{ key: 'step', operator: 'In', values: ['one', 'two'] }] },
    ingress: [{ ports: [{ port: 80 }] }],
  });
  expect(inCluster(step('one'), step('two'), both)).toEqual([]);
});

test('a call between templates of one name is undecided where they differ', () => {
  const replicaSet = (name: string, labels: object): object => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { namespace: 'alpha', name, ownerReferences: [{ kind: 'Deployment', name: 'd', controller: true }] },
    spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } } },
  });
  const shut = policy('alpha/p', { podSelector: { matchLabels: { app: 'x' } }, ingress: [] });
  const found = inCluster(replicaSet('d-1', { app: 'x' }), replicaSet('d-2', { app: 'y' }), client, shut);
  expect(found).toContain('? alpha/client[Pod] => alpha/d[Deployment] : All Connections');
  expect(found).toContain('alpha/d[Deployment] => alpha/client[Pod] : All Connections');
});

test('pods that have ended are listed, as what policies let their workload do', () => {
  const phase = (name: string, value: string): object => ({ ...pod(`alpha/${name}`), status: { phase: value } });
  expect(inCluster(phase('done', 'Succeeded'), client)).toEqual([
    'alpha/client[Pod] => alpha/done[Pod] : All Connections',
    'alpha/done[Pod] => alpha/client[Pod] : All Connections',
  ]);
});

test('a revision that a Deployment has left is no end, and one that is scaled to none is', () => {
  const replicaSet = (name: string, replicas: number, owner?: string): object =>
    controller(
      'ReplicaSet',
      name,
      { replicas },
      owner === undefined ? {} : { ownerReferences: [{ kind: 'Deployment', name: owner, controller: true }] },
    );
  const shut = policy('alpha/p', { podSelector: { matchLabels: { app: 'd-1' } }, ingress: [] });
  const input = [replicaSet('d-1', 0, 'd'), replicaSet('d-2', 1, 'd'), replicaSet('own', 0), shut];
  expect(inCluster(...input)).toEqual([
    'alpha/d[Deployment] => alpha/own[ReplicaSet] : All Connections',
    'alpha/own[ReplicaSet] => alpha/d[Deployment] : All Connections',
  ]);
});
