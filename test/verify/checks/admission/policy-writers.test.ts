import { exampleObjects, judgedBy, object, type Loose } from '../example';

type Written = readonly [apiVersion: string, kind: string, namespace: string | undefined, body: object];

const statusOf = (
  [apiVersion, kind, namespace, body]: Written,
  change: (objects: Loose[]) => void = () => undefined,
) => {
  const objects = exampleObjects();
  change(objects);
  const metadata = { name: 'x', ...(namespace === undefined ? {} : { namespace }) };
  return judgedBy('admission/mutations', [...objects, { apiVersion, kind, metadata, ...body }]).status;
};

const policy = (namespace?: string): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'open', namespace },
  spec: { podSelector: {}, egress: [{}] },
});
const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } };
const TEXT = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: open}\n';
const training = { matchLabels: { 'training-isolation/tier': 'training' } };
const web = { matchLabels: { team: 'web' } };

const OTTERIZE = 'k8s.otterize.com/v2beta1';
const CAPSULE = 'capsule.clastix.io/v1beta2';
const META = 'metacontroller.k8s.io/v1alpha1';
const rawItems = (namespaceSelector: object | undefined, item: object): object => ({
  spec: { resources: [{ namespaceSelector, rawItems: [item] }] },
});
const policies = { networkPolicies: { items: [{ podSelector: {}, policyTypes: ['Egress'] }] } };
const configured = (labelSelector: object): object => ({
  spec: { labelSelector, templates: [{ objectTemplate: TEXT }] },
});
const decorated = (labelSelector: object | undefined, resource: string): object => ({
  spec: {
    resources: [{ apiVersion: 'v1', resource: 'namespaces', labelSelector }],
    attachments: [{ apiVersion: 'networking.k8s.io/v1', resource }],
  },
});
const composed = (resource: string): object => ({
  spec: {
    parentResource: { apiVersion: 'example.com/v1', resource: 'teams' },
    childResources: [{ apiVersion: 'networking.k8s.io/v1', resource }],
  },
});

describe('an object has a tool write network policies into a project, or may', () => {
  test.each<Written>([
    [OTTERIZE, 'ClientIntents', 'ml-alpha', { spec: { targets: [{ internet: { ips: ['0.0.0.0/0'] } }] } }],
    [OTTERIZE, 'ClientIntents', 'production', { spec: { targets: [{ kubernetes: { name: 'pretrain.ml-alpha' } }] } }],
    [OTTERIZE, 'ClientIntents', 'production', { spec: { targets: [{ service: { name: 'svc:x.ml-beta' } }] } }],
    ['k8s.otterize.com/v1alpha3', 'ClientIntents', 'web', { spec: { calls: [{ name: 'pretrain.ml-alpha' }] } }],
    [CAPSULE, 'GlobalTenantResource', undefined, rawItems(training, policy())],
    [CAPSULE, 'TenantResource', 'tools', rawItems(undefined, policy())],
    [CAPSULE, 'Tenant', undefined, { spec: policies }],
    [CAPSULE, 'Tenant', undefined, { spec: policies, status: { namespaces: ['ml-alpha'] } }],
    ['redhatcop.redhat.io/v1alpha1', 'NamespaceConfig', undefined, configured(training)],
    ['redhatcop.redhat.io/v1alpha1', 'NamespaceConfig', undefined, configured({})],
    [META, 'DecoratorController', undefined, decorated(undefined, 'networkpolicies')],
    [META, 'DecoratorController', undefined, decorated(training, 'ciliumnetworkpolicies')],
    [META, 'CompositeController', undefined, composed('networkpolicies')],
  ])('%s %s in %s %j', (...written) => {
    expect(statusOf(written)).toBe('unknown');
  });

  test.each<Written>([
    [OTTERIZE, 'ClientIntents', 'production', { spec: { targets: [{ kubernetes: { name: 'api.web' } }] } }],
    [OTTERIZE, 'ClientIntents', 'production', { spec: { targets: [{ kubernetes: { name: 'api' } }] } }],
    [CAPSULE, 'GlobalTenantResource', undefined, rawItems(web, policy())],
    [CAPSULE, 'GlobalTenantResource', undefined, rawItems(training, config)],
    [CAPSULE, 'Tenant', undefined, { spec: { owners: [{ kind: 'Group', name: 'web' }] } }],
    [CAPSULE, 'Tenant', undefined, { spec: policies, status: { namespaces: ['web'] } }],
    ['redhatcop.redhat.io/v1alpha1', 'NamespaceConfig', undefined, configured(web)],
    [META, 'DecoratorController', undefined, decorated(web, 'networkpolicies')],
    [META, 'DecoratorController', undefined, decorated(undefined, 'services')],
    [META, 'CompositeController', undefined, composed('services')],
  ])('but not %s %s in %s %j', (...written) => {
    expect(statusOf(written)).toBe('not-applicable');
  });

  test.each([
    ['x', 'unknown'],
    ['other', 'not-applicable'],
  ])('a tenant by the label of its namespaces: %s', (tenant, expected) => {
    const label = (objects: Loose[]): void => {
      for (const name of ['ml-alpha', 'ml-beta'])
        object(objects, 'Namespace', name).metadata.labels['capsule.clastix.io/tenant'] = tenant;
    };
    expect(statusOf([CAPSULE, 'Tenant', undefined, { spec: policies }], label)).toBe(expected);
  });
});

describe('an object of a kind that nobody here knows holds a network policy', () => {
  test.each<Written>([
    ['tools.example.com/v1', 'Template', 'tools', { spec: { objects: [policy()] } }],
    ['tools.example.com/v1', 'Template', 'tools', { spec: { objects: [policy('{{ .Name }}')] } }],
    ['tools.example.com/v1', 'Template', 'tools', { spec: { objects: [policy('ml-alpha')] } }],
    ['tools.example.com/v1', 'Template', 'tools', { objects: [{ child: { kind: 'CiliumNetworkPolicy' } }] }],
    ['tools.example.com/v1', 'Template', 'tools', { data: { 'policy.yaml': TEXT } }],
    ['tools.example.com/v1', 'Template', 'tools', { spec: { json: JSON.stringify(policy()) } }],
  ])('%s %s in %s %j', (...written) => {
    expect(statusOf(written)).toBe('unknown');
  });

  test.each<Written>([
    ['tools.example.com/v1', 'Template', 'tools', { spec: { objects: [policy('web'), config] } }],
    ['tools.example.com/v1', 'Template', 'tools', { spec: { text: 'see NetworkPolicy of kind default-deny' } }],
    ['tools.example.com/v1', 'Template', 'tools', { status: { resources: [policy('ml-alpha')] } }],
    ['v1', 'ConfigMap', 'tools', { data: { 'policy.yaml': TEXT } }],
    ['wgpolicyk8s.io/v1alpha2', 'PolicyReport', 'ml-alpha', { scope: { kind: 'NetworkPolicy', name: 'default-deny' } }],
    [
      'argoproj.io/v1alpha1',
      'AppProject',
      'argocd',
      { spec: { namespaceResourceWhitelist: [{ kind: 'NetworkPolicy' }] } },
    ],
    [
      'kyverno.io/v1',
      'ClusterPolicy',
      undefined,
      {
        spec: {
          rules: [
            {
              match: { any: [{ resources: { kinds: ['NetworkPolicy'] } }] },
              validate: { message: TEXT, pattern: { spec: {} } },
            },
          ],
        },
      },
    ],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      undefined,
      {
        spec: {
          group: 'example.com',
          names: { kind: 'NetworkPolicy', plural: 'networkpolicies' },
          scope: 'Namespaced',
        },
      },
    ],
    ['tekton.dev/v1', 'Task', 'ci', { spec: { steps: [{ name: 'apply', image: 'x', script: TEXT }] } }],
  ])('which is harmless in %s %s in %s %j', (...written) => {
    expect(statusOf(written)).toBe('not-applicable');
  });
});
