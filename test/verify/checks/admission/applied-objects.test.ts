import { exampleObjects, judgedBy, type Loose } from '../example';

const PIPES = 'kustomize.toolkit.fluxcd.io/v1';
const ARGO = 'argoproj.io/v1alpha1';
const FLUID = 'data.fluid.io/v1alpha1';
const FLUX_SETS = 'fluxcd.controlplane.io/v1';
const IN_CLUSTER = 'https://kubernetes.default.svc';

function verdictOf(apiVersion: string, kind: string, namespace: string | undefined, body: object): [string, string[]] {
  const metadata = { name: 'x', ...(namespace === undefined ? {} : { namespace }) };
  const object: Loose = { apiVersion, kind, metadata, ...body };
  const { status, findings } = judgedBy('admission/mutations', [...exampleObjects(), object]);
  return [status, findings.map(({ message }) => message)];
}

const binding = (namespace?: string): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name: 'b', ...(namespace === undefined ? {} : { namespace }) },
});
const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'tools' } };

describe('an object has a tool apply others with its own rights', () => {
  test.each<[string, string, string | undefined, object, string]>([
    [PIPES, 'Kustomization', 'ml-beta', { targetNamespace: 'ml-alpha' }, 'in ml-alpha what'],
    [PIPES, 'Kustomization', 'ml-beta', {}, 'anywhere in the cluster'],
    [PIPES, 'Kustomization', 'flux-system', { targetNamespace: 'ml-alpha' }, 'in ml-alpha what'],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'ml-beta', { targetNamespace: 'ml-alpha' }, 'in ml-alpha what'],
    ['helm.cattle.io/v1', 'HelmChart', 'kube-system', { targetNamespace: 'ml-alpha' }, 'in ml-alpha what'],
    [ARGO, 'Application', 'argocd', { destination: { server: IN_CLUSTER, namespace: 'ml-alpha' } }, 'in ml-alpha what'],
    [ARGO, 'Application', 'argocd', { destination: { name: 'in-cluster', namespace: 'ml-alpha' } }, 'Argo CD'],
    [
      ARGO,
      'ApplicationSet',
      'argocd',
      { template: { spec: { destination: { namespace: '{{path.basename}}' } } } },
      'finds out itself',
    ],
    ['fleet.cattle.io/v1alpha1', 'GitRepo', 'fleet-local', { targetNamespace: 'ml-alpha' }, 'in ml-alpha what'],
    [
      'kubernetes.crossplane.io/v1alpha2',
      'Object',
      undefined,
      { forProvider: { manifest: binding() } },
      'ClusterRoleBinding of the cluster',
    ],
    [
      'work.open-cluster-management.io/v1',
      'ManifestWork',
      'local-cluster',
      { workload: { manifests: [config, binding('ml-alpha')] } },
      'RoleBinding in ml-alpha',
    ],
    [
      'operators.coreos.com/v1alpha1',
      'ClusterServiceVersion',
      'ml-beta',
      { install: { spec: { clusterPermissions: [{ serviceAccountName: 'op', rules: [] }] } } },
      'give op rights in the whole cluster',
    ],
    ['operators.coreos.com/v1alpha1', 'Subscription', 'ml-beta', { name: 'op' }, 'anywhere in the cluster'],
    [FLUX_SETS, 'ResourceSet', 'tools', { resources: [config, binding('ml-alpha')] }, 'RoleBinding in ml-alpha'],
    ['helm.crossplane.io/v1beta1', 'Release', undefined, { forProvider: { namespace: 'ml-alpha' } }, 'Crossplane'],
  ])('%s %s in %s %j', (apiVersion, kind, namespace, spec, said) => {
    expect(verdictOf(apiVersion, kind, namespace, { spec })).toEqual(['unknown', [expect.stringContaining(said)]]);
  });

  test.each<[string, string, string | undefined, object]>([
    [PIPES, 'Kustomization', 'flux-system', { path: './clusters/dev' }],
    [PIPES, 'Kustomization', 'ml-beta', { serviceAccountName: 'deployer' }],
    [FLUX_SETS, 'ResourceSet', 'tools', { resources: [binding('ml-alpha')], serviceAccountName: 'deployer' }],
    [FLUX_SETS, 'ResourceSet', 'tools', { resources: [config] }],
    ['helm.crossplane.io/v1beta1', 'Release', undefined, { forProvider: { namespace: 'production' } }],
    [PIPES, 'Kustomization', 'flux-system', { targetNamespace: 'ml-alpha', kubeConfig: { secretRef: { name: 'x' } } }],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'tools', { targetNamespace: 'production' }],
    [ARGO, 'Application', 'argocd', { destination: { server: IN_CLUSTER, namespace: 'production' } }],
    [ARGO, 'Application', 'argocd', { destination: { server: 'https://other.example.com', namespace: 'ml-alpha' } }],
    ['kubernetes.crossplane.io/v1alpha2', 'Object', undefined, { forProvider: { manifest: config } }],
    [
      'kubernetes.crossplane.io/v1alpha2',
      'Object',
      undefined,
      { managementPolicies: ['Observe'], forProvider: { manifest: binding() } },
    ],
    [
      'operators.coreos.com/v1alpha1',
      'ClusterServiceVersion',
      'operators',
      { install: { spec: { clusterPermissions: [{ serviceAccountName: 'op', rules: [] }] } } },
    ],
    ['operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'ml-beta', { install: { spec: { deployments: [] } } }],
  ])('but not %s %s in %s %j', (apiVersion, kind, namespace, spec) => {
    expect(verdictOf(apiVersion, kind, namespace, { spec })).toEqual(['not-applicable', []]);
  });
});

const OUT = { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' };
const TAKEN = { 'replicator.v1.mittwald.de/replicate-from': 'ml-alpha/key' };

describe('a tool copies out of a project or into one', () => {
  test.each<[string, string, string | undefined, object, string]>([
    [
      'external-secrets.io/v1',
      'ExternalSecret',
      'ml-alpha',
      { spec: { target: { template: { metadata: { annotations: OUT } } } } },
      'fail',
    ],
    ['cert-manager.io/v1', 'Certificate', 'ml-alpha', { spec: { secretTemplate: { annotations: OUT } } }, 'fail'],
    [
      'bitnami.com/v1alpha1',
      'SealedSecret',
      'production',
      { spec: { template: { metadata: { annotations: TAKEN } } } },
      'fail',
    ],
    [
      'external-secrets.io/v1',
      'ClusterExternalSecret',
      undefined,
      { spec: { externalSecretSpec: { target: { template: { metadata: { annotations: OUT } } } } } },
      'unknown',
    ],
    ['secretgen.carvel.dev/v1alpha1', 'SecretExport', 'ml-alpha', { spec: { toNamespaces: ['tools'] } }, 'fail'],
    ['secretgen.carvel.dev/v1alpha1', 'SecretExport', 'ml-alpha', { spec: { toNamespace: '*' } }, 'fail'],
    ['secretgen.carvel.dev/v1alpha1', 'SecretImport', 'ml-beta', { spec: { fromNamespace: 'ml-alpha' } }, 'fail'],
    ['clustersecret.io/v2', 'ClusterSecret', undefined, { matchNamespace: ['ml-.*'], data: { a: 'Yg==' } }, 'unknown'],
    [
      'clustersecret.io/v2',
      'ClusterSecret',
      undefined,
      {
        matchNamespace: ['tools'],
        data: { valueFrom: { secretKeyRef: { name: 'key', namespace: 'ml-alpha' } } },
      },
      'fail',
    ],
    ['hnc.x-k8s.io/v1alpha2', 'HierarchyConfiguration', 'ml-beta', { spec: { parent: 'ml-alpha' } }, 'unknown'],
    ['hnc.x-k8s.io/v1alpha2', 'SubnamespaceAnchor', 'ml-beta', {}, 'unknown'],
    ['velero.io/v1', 'Restore', 'velero', { spec: { namespaceMapping: { 'ml-alpha': 'ml-beta' } } }, 'fail'],
    ['velero.io/v1', 'Restore', 'velero', { spec: { namespaceMapping: { old: 'ml-beta' } } }, 'unknown'],
    [FLUID, 'Dataset', 'ml-beta', { spec: { mounts: [{ mountPoint: 'dataset://ml-alpha/data' }] } }, 'fail'],
    [FLUID, 'Dataset', 'shop', { spec: { mounts: [{ mountPoint: 'dataset://ml-alpha/data/part' }] } }, 'fail'],
    [
      'capsule.clastix.io/v1beta2',
      'GlobalTenantResource',
      undefined,
      { spec: { resources: [{ namespacedItems: [{ kind: 'Secret', namespace: 'ml-alpha' }] }] } },
      'fail',
    ],
  ])('%s %s in %s %j: %s', (apiVersion, kind, namespace, body, expected) => {
    const [status, messages] = verdictOf(apiVersion, kind, namespace, body);
    expect([status, messages.length]).toEqual([expected, 1]);
  });

  test.each<[string, string, string | undefined, object]>([
    [FLUID, 'Dataset', 'ml-beta', { spec: { mounts: [{ mountPoint: 'dataset://ml-beta/data' }] } }],
    [FLUID, 'Dataset', 'ml-beta', { spec: { mounts: [{ mountPoint: 's3://shop/data' }] } }],
    [
      'external-secrets.io/v1',
      'ExternalSecret',
      'tools',
      { spec: { target: { template: { metadata: { annotations: OUT } } } } },
    ],
    ['cert-manager.io/v1', 'Certificate', 'ml-alpha', { spec: { secretTemplate: { annotations: { team: 'x' } } } }],
    ['secretgen.carvel.dev/v1alpha1', 'SecretExport', 'ml-alpha', { spec: { toNamespaces: ['ml-alpha'] } }],
    ['secretgen.carvel.dev/v1alpha1', 'SecretExport', 'registry', { spec: { toNamespace: '*' } }],
    ['clustersecret.io/v2', 'ClusterSecret', undefined, { matchNamespace: ['tools'], data: { a: 'Yg==' } }],
    [
      'clustersecret.io/v2',
      'ClusterSecret',
      undefined,
      { matchNamespace: ['.*'], avoidNamespaces: ['ml-alpha', 'ml-beta'] },
    ],
    ['hnc.x-k8s.io/v1alpha2', 'HierarchyConfiguration', 'tools', { spec: { parent: 'company' } }],
    ['velero.io/v1', 'Restore', 'velero', { spec: { namespaceMapping: { old: 'new' } } }],
    ['velero.io/v1', 'Restore', 'velero', { spec: { backupName: 'nightly' } }],
  ])('but not by %s %s in %s %j', (apiVersion, kind, namespace, body) => {
    expect(verdictOf(apiVersion, kind, namespace, body)).toEqual(['not-applicable', []]);
  });
});
