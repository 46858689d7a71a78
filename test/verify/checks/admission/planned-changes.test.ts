import { exampleObjects, judgedBy, type Loose } from '../example';

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

function verdictOf(type: string, inputs: object): [string, string[]] {
  const urn = `urn:pulumi:dev::platform::${type}::x`;
  const plan: Loose = { version: 3, deployment: { manifest: {}, resources: [{ urn, type, custom: true, inputs }] } };
  const { status, findings } = judgedBy(
    'admission/mutations',
    exampleObjects(),
    {},
    { 'p.json': JSON.stringify(plan) },
  );
  return [status, findings.map(({ message }) => message)];
}

const NETWORK = 'kubernetes:networking.k8s.io/v1:NetworkPolicyPatch';
const NAMESPACE = 'kubernetes:core/v1:NamespacePatch';
const RELEASE = 'kubernetes:helm.sh/v3:Release';
const MORE = 'kubernetes:apiextensions.k8s.io:CustomResourcePatch';

describe('what a plan changes or installs without showing it is not known', () => {
  test.each<[string, object, string]>([
    [NAMESPACE, { metadata: { name: 'ml-alpha', labels: {} } }, 'changes Namespace ml-alpha by a patch'],
    [NAMESPACE, { metadata: { name: UNKNOWN } }, 'changes a Namespace whose name is not known'],
    [NETWORK, { metadata: { name: 'x', namespace: 'ml-alpha' } }, 'changes NetworkPolicy x of ml-alpha by a patch'],
    [
      NETWORK,
      { metadata: { name: 'x', namespace: UNKNOWN } },
      'changes NetworkPolicy x of a namespace that is not known',
    ],
    [
      'kubernetes:apps/v1:DaemonSetPatch',
      { metadata: { name: 'aws-node', namespace: 'kube-system' } },
      'of kube-system',
    ],
    ['kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch', { metadata: { name: 'view' } }, 'ClusterRole view by'],
    [
      MORE,
      { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'ml-pod-security' } },
      'changes ClusterPolicy ml-pod-security by a patch',
    ],
    [RELEASE, { chart: 'x', namespace: 'ml-alpha' }, 'installs a chart in ml-alpha'],
    [RELEASE, { chart: 'x', namespace: UNKNOWN }, 'installs a chart in a namespace that is not known'],
  ])('%s %j', (type, inputs, said) => {
    expect(verdictOf(type, inputs)).toEqual(['unknown', [expect.stringContaining(said)]]);
  });

  test.each<[string, object]>([
    [NAMESPACE, { metadata: { name: 'shop', labels: {} } }],
    [NETWORK, { metadata: { name: 'x', namespace: 'shop' } }],
    ['kubernetes:storage.k8s.io/v1:StorageClassPatch', { metadata: { name: 'gp2' } }],
    [RELEASE, { chart: 'x', namespace: 'monitoring' }],
  ])('but of what is no project and in no file, nothing is asked: %s %j', (type, inputs) => {
    expect(verdictOf(type, inputs)[0]).toBe('not-applicable');
  });
});
