import { platform as onPremises } from '../../../../examples/on-premises/platform';
import { exampleObjects, judged, type JudgeOptions, type Loose } from '../example';

const RBAC = 'rbac.authorization.k8s.io';
const user = (name: string): Loose => ({ kind: 'User', name, apiGroup: RBAC });
const account = (name: string): Loose => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });

/** A binding of the cluster and its role, as a dump of EKS has them. */
function binding(subject: Loose, role: string, rules?: readonly object[]): Loose[] {
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: role },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [subject],
    },
    ...(rules === undefined
      ? []
      : [{ apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: role }, rules }]),
  ];
}
const WRITES = [
  { apiGroups: [''], resources: ['nodes', 'pods', 'serviceaccounts/token'], verbs: ['create', 'patch', 'delete'] },
];
/** The ConfigMap by which somebody is let in under a name. */
const letIn = (username: string): Loose => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'aws-auth', namespace: 'kube-system' },
  data: { mapRoles: `[{"rolearn":"arn:aws:iam::111122223333:role/dev","username":"${username}","groups":[]}]` },
});

function turned(added: readonly Loose[], options: JudgeOptions = {}): readonly string[] {
  const of = (objects: readonly Loose[]): ReadonlyMap<string, string> =>
    new Map(
      judged(objects, { families: ['authority'], ...options }).results.map(({ check, status }) => [check.id, status]),
    );
  const before = of(exampleObjects());
  return [...of([...exampleObjects(), ...added])].flatMap(([id, status]) => (before.get(id) === status ? [] : [id]));
}

const WRITER = 'authority/cluster-writers';

describe('the control plane of EKS', () => {
  test.each([
    ['a user of it', binding(user('eks:node-manager'), 'eks:node-manager', WRITES)],
    ['the user that installs add-ons', binding(user('eks:addon-manager'), 'cluster-admin')],
    ['an account of it', binding(account('tagging-controller'), 'eks:tagging-controller', WRITES)],
    ['an account of it', binding(account('eks-vpc-resource-controller'), 'vpc-resource-controller-role', WRITES)],
  ])('has its rights in every cluster of EKS: %s', (_, objects) => {
    expect(turned(objects)).toEqual([]);
    expect(turned(objects, { platform: undefined })).toEqual([]);
  });

  test('has none as somebody else does', () => {
    expect(turned(binding(user('node-manager'), 'eks:node-manager', WRITES))).toContain(WRITER);
    expect(turned(binding(account('tagging-controller'), 'own', WRITES))).toContain(WRITER);
    expect(turned(binding({ ...user('eks:x'), kind: 'Group' }, 'eks:node-manager', WRITES))).toContain(WRITER);
  });

  test('is nobody whom the ConfigMap lets in by its name', () => {
    const found = turned([...binding(user('eks:addon-manager'), 'cluster-admin'), letIn('eks:addon-manager')]);
    expect(found).toContain('authority/administrators');
  });

  test('is not there where the description has another cloud, or none', () => {
    const objects = binding(user('eks:node-manager'), 'eks:node-manager', WRITES);
    expect(turned(objects, { platform: onPremises })).toContain(WRITER);
  });
});
