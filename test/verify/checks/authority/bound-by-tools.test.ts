import { exampleObjects, judgedBy, type Loose } from '../example';

function found(
  apiVersion: string,
  kind: string,
  body: object,
  change: (objects: Loose[]) => void = () => undefined,
): string[] {
  const objects = [...exampleObjects(), { apiVersion, kind, metadata: { name: 'x' }, ...body }];
  change(objects);
  const { findings } = judgedBy('authority/administrators', objects);
  return findings.map(({ status, resource, message }) => `${status} ${resource} ${message}`);
}

const RBAC_MANAGER = 'rbacmanager.reactiveops.io/v1beta1';
const bound = (binding: object): object => ({ rbacBindings: [{ name: 'a', subjects: [], ...binding }] });
const tenantOf = (tenant: string) => (objects: Loose[]) => {
  const namespace = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'ml-alpha');
  namespace.metadata.labels['capsule.clastix.io/tenant'] = tenant;
};

const BEYOND = ['', '', '', {}, () => undefined] as const;
type Row = [tool: string, apiVersion: string, kind: string, body: object, change: (objects: Loose[]) => void];
/** Rows of one length each: a row that is shorter than the test's parameters is given Jest's own. */
const row = (...given: readonly unknown[]): Row => [...given, ...BEYOND.slice(given.length)] as Row;

describe('objects of which a tool makes bindings', () => {
  test.each<Row>([
    row('Rancher', 'management.cattle.io/v3', 'ClusterRoleTemplateBinding', { roleTemplateName: 'cluster-owner' }),
    row('Rancher', 'management.cattle.io/v3', 'ProjectRoleTemplateBinding', { roleTemplateName: 'project-owner' }),
    row('RBAC Manager', RBAC_MANAGER, 'RBACDefinition', bound({ clusterRoleBindings: [{ clusterRole: 'edit' }] })),
    row(
      'RBAC Manager',
      RBAC_MANAGER,
      'RBACDefinition',
      bound({ roleBindings: [{ clusterRole: 'edit', namespace: 'ml-beta' }] }),
    ),
    row(
      'RBAC Manager',
      RBAC_MANAGER,
      'RBACDefinition',
      bound({ roleBindings: [{ clusterRole: 'edit', namespaceSelector: { matchLabels: { team: 'a' } } }] }),
    ),
    row('Capsule', 'capsule.clastix.io/v1beta2', 'Tenant', { spec: { owners: [] } }, tenantOf('x')),
    row('Kubeflow', 'kubeflow.org/v1', 'Profile', { metadata: { name: 'ml-alpha' }, spec: { owner: {} } }),
    row('OpenShift', 'authorization.openshift.io/v1', 'ClusterRoleBinding', { roleRef: { name: 'cluster-admin' } }),
  ])('leave open who has rights: %s, %s %s', (tool, apiVersion, kind, body, change) => {
    const message = expect.stringContaining(`has ${tool} bind people to roles`);
    expect(found(apiVersion, kind, body, change)).toEqual([message]);
  });

  test.each<Row>([
    row('', RBAC_MANAGER, 'RBACDefinition', bound({ roleBindings: [{ clusterRole: 'edit', namespace: 'shop' }] })),
    row('', 'capsule.clastix.io/v1beta2', 'Tenant', { spec: { owners: [] } }, tenantOf('other')),
    row('', 'kubeflow.org/v1', 'Profile', { spec: { owner: {} } }),
    row('', 'authorization.openshift.io/v1', 'RoleBinding', { metadata: { name: 'x', namespace: 'shop' } }),
  ])('do not where they are about namespaces of others: %s%s %s', (_, apiVersion, kind, body, change) => {
    expect(found(apiVersion, kind, body, change)).toEqual([]);
  });
});
