import { GUARDED_KINDS, guardedIn, type GuardedKind } from '../../../../lib/model/policies/guarded-kinds';
import { isClusterScoped } from '../../../../lib/verify/input/kinds';
import { WRITE_CLUSTER, WRITE_ENGINE, WRITE_FENCES } from '../../../../lib/verify/authority/rights';
import { exampleObjects, judged, judgedBy, type Loose } from '../example';

const GROUP = 'rbac.authorization.k8s.io';
const SCIENTISTS = { kind: 'Group', name: 'ml:alpha:scientists', apiGroup: GROUP };
const account = (namespace: string, name: string): object => ({ kind: 'ServiceAccount', name, namespace });

const nameOf = ({ resource, subresource }: GuardedKind): string =>
  subresource === undefined ? resource : `${resource}/${subresource}`;

/** The example, where somebody may write some kinds in a namespace, or in the cluster. */
function written(
  kinds: readonly GuardedKind[],
  { namespace, subject = SCIENTISTS, verbs = ['update'] }: Given = {},
): Loose[] {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const metadata = { name: 'extra', ...(namespace === undefined ? {} : { namespace }) };
  const rules = kinds.map((one) => ({ apiGroups: [one.group], resources: [nameOf(one)], verbs }));
  return [
    ...exampleObjects(),
    { apiVersion: `${GROUP}/v1`, kind, metadata, rules },
    {
      apiVersion: `${GROUP}/v1`,
      kind: `${kind}Binding`,
      metadata,
      subjects: [subject],
      roleRef: { apiGroup: GROUP, kind, name: 'extra' },
    },
  ];
}

interface Given {
  readonly namespace?: string;
  readonly subject?: object;
  readonly verbs?: readonly string[];
}

const named = (kinds: readonly GuardedKind[]): [string, GuardedKind][] =>
  kinds.map((kind) => [`${nameOf(kind)}.${kind.group}`, kind]);
const isOfNamespaces = ({ group, version, kind }: GuardedKind): boolean =>
  !isClusterScoped(`${group}/${version}`, kind);

const ofProject = [...guardedIn('project', 'platform'), ...guardedIn('project', 'kubernetes')];
const ofCluster = guardedIn('cluster', 'platform');
const ofEngine = guardedIn('policy-engine', 'platform');

describe('what admission guards, RBAC gives to nobody in a project', () => {
  test('every guarded kind is asked about, with every verb that writes', () => {
    const isAsked = (kind: GuardedKind): boolean => {
      const { group, resource, subresource, where } = kind;
      const lists = { project: WRITE_FENCES, cluster: WRITE_CLUSTER, 'policy-engine': WRITE_ENGINE };
      const asked = lists[where].filter(
        (right) => right.apiGroup === group && right.resource === resource && right.subresource === subresource,
      );
      const verbs = subresource === undefined ? ['create', 'delete', 'deletecollection'] : [];
      return ['update', 'patch', ...verbs].every((verb) => asked.some((right) => right.verb === verb));
    };
    expect(GUARDED_KINDS.filter((kind) => !isAsked(kind))).toEqual([]);
    expect([...ofProject, ...ofCluster, ...ofEngine]).toHaveLength(GUARDED_KINDS.length);
  });

  test.each(named([...ofProject, ...ofCluster.filter(isOfNamespaces)]))('%s, in the project', (_, kind) => {
    const objects = written([kind], { namespace: 'ml-alpha' });
    expect(judgedBy('authority/fences', objects).status).toBe('fail');
  });

  test.each(named(ofCluster))('%s, in the whole cluster', (_, kind) => {
    expect(judgedBy('authority/cluster-writers', written([kind])).status).toBe('fail');
  });

  test.each(named(ofEngine))("%s, in Kyverno's namespace", (_, kind) => {
    const objects = written([kind], { namespace: 'kyverno' });
    expect(judgedBy('authority/component-namespaces', objects).status).toBe('fail');
  });

  test("in Kyverno's namespace a right of the namespace is seen beside one of the whole cluster", () => {
    const ofResource = (name: string): GuardedKind[] => ofEngine.filter(({ resource }) => resource === name);
    const objects = [
      ...written(ofResource('configmaps')),
      ...written(ofResource('services'), { namespace: 'kyverno' }).slice(-2),
    ];
    expect(judgedBy('authority/component-namespaces', objects).status).toBe('fail');
  });

  test("Kyverno's own accounts write in its namespace", () => {
    const subject = account('kyverno', 'kyverno-admission-controller');
    const objects = written(ofEngine, { namespace: 'kyverno', subject });
    expect(judgedBy('authority/component-namespaces', objects).status).toBe('pass');
  });

  test('a role of a namespace gives no right to kinds of the cluster', () => {
    const objects = written(
      ofCluster.filter((kind) => !isOfNamespaces(kind)),
      { namespace: 'ml-alpha' },
    );
    expect(judgedBy('authority/fences', objects).status).toBe('pass');
  });
});

test('operators of the description write the guarded kinds that their charts let them write', () => {
  const pick = (group: string, ...resources: string[]): GuardedKind[] =>
    GUARDED_KINDS.filter((kind) => kind.group === group && resources.includes(kind.resource));
  const statuses = (subject: object, kinds: readonly GuardedKind[]): string[] => {
    const verdict = judged(written(kinds, { subject, verbs: ['update', 'patch'] }), {
      platform: undefined,
      families: ['authority'],
    });
    return ['authority/fences', 'authority/cluster-writers'].map(
      (id) => verdict.results.find(({ check }) => check.id === id)?.status ?? '',
    );
  };
  // Without a description operators are known by their names in kube-system.
  const gpus = pick('nvidia.com', 'clusterpolicies');
  expect(statuses(account('kube-system', 'gpu-operator'), gpus)).toEqual(['pass', 'pass']);
  const stores = pick('external-secrets.io', 'secretstores', 'clustersecretstores');
  expect(statuses(account('kube-system', 'external-secrets'), stores)).toEqual(['pass', 'pass']);
  const queues = pick('kueue.x-k8s.io', 'clusterqueues', 'cohorts', 'localqueues');
  expect(statuses(account('kube-system', 'kueue-controller-manager'), queues)).toEqual(['pass', 'pass']);
  const networks = [...pick('mellanox.com', 'nicclusterpolicies'), ...pick('k8s.cni.cncf.io', ATTACHMENTS)];
  expect(statuses(account('kube-system', 'network-operator'), networks)).toEqual(['pass', 'pass']);
  expect(statuses(account('kube-system', 'ci'), gpus)).toEqual(['pass', 'fail']);
  expect(statuses(account('kube-system', 'ci'), networks)).toEqual(['fail', 'fail']);
});
const ATTACHMENTS = 'network-attachment-definitions';
