import { turned, type Loose } from '../example';

const policy = (namespace: string, spec: object): Loose => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'added', namespace },
  spec,
});
const namespaceOf = (name: string): object => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const labelled = (operator: string, ...values: readonly string[]): object => ({
  matchExpressions: [
    { key: 'shared', operator: 'Exists' },
    { key: 'shared', operator, ...(values.length === 0 ? {} : { values }) },
  ],
});

/** Checks that turn when alpha may send to such pods of beta, or of whatever projects, and beta lets in whom it may. */
function opened(from: object, to: object, pods: object = {}): readonly string[] {
  return turned((objects) => {
    objects.push(policy('ml-alpha', { podSelector: {}, egress: [{ to: [to] }], policyTypes: ['Egress'] }));
    objects.push(policy('ml-beta', { podSelector: pods, ingress: [{ from: [from] }], policyTypes: ['Ingress'] }));
  });
}

const ALPHA = { namespaceSelector: namespaceOf('ml-alpha') };
const BETA = { namespaceSelector: namespaceOf('ml-beta') };
const PROJECTS = { namespaceSelector: { matchLabels: { 'training-isolation/tier': 'training' } } };

test('projects meet in pods that carry a label which none has yet', () => {
  expect(opened(ALPHA, BETA)).toEqual(['network/projects-apart']);
  expect(opened(ALPHA, { ...BETA, podSelector: labelled('Exists') })).toEqual(['network/projects-apart']);
  expect(opened(ALPHA, { ...BETA, podSelector: labelled('NotIn', 'no') })).toEqual(['network/projects-apart']);
  expect(opened(ALPHA, BETA, labelled('In', 'yes'))).toEqual(['network/projects-apart', 'network/effective-policies']);
});

test('they do not where no labels are both', () => {
  const never = { ...BETA, podSelector: labelled('DoesNotExist') };
  expect(opened(ALPHA, never)).not.toContain('network/projects-apart');
});

test('they meet as well where a rule means all projects by a label of their namespaces', () => {
  const every = { ...PROJECTS, podSelector: labelled('NotIn', 'no') };
  expect(opened(every, every)).toEqual([
    'network/projects-apart',
    'network/other-namespaces',
    'network/closed-ingress',
    'network/namespace-labels',
  ]);
});

test('a workload whose pods are not shown stands beside the pods that are supposed, and not in their place', () => {
  const found = turned((objects) => {
    objects.push({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'patch', namespace: 'ml-alpha' },
      spec: { template: { metadata: {} } },
    });
    objects.push(policy('web', { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] }));
  });
  expect(found).toContain('pod/complete');
  expect(found).not.toContain('network/default-deny');
});

describe('a policy of the whole cluster', () => {
  /** Checks that turn when one lets pods of a namespace that has none in to some pods, or these out to it. */
  const added = (subject: object, rule: object): readonly string[] =>
    turned((objects) => {
      objects.push({
        apiVersion: 'policy.networking.k8s.io/v1alpha1',
        kind: 'AdminNetworkPolicy',
        metadata: { name: 'added' },
        spec: { priority: 10, subject, ...rule },
      });
    });
  const monitoring = [{ namespaces: namespaceOf('monitoring') }];
  const everybody = { namespaces: {} };

  test('lets pods of the namespaces that it names in and out, whether or not the files have any', () => {
    expect(added(everybody, { ingress: [{ action: 'Allow', from: monitoring }] })).toEqual([
      'network/closed-ingress',
      'network/service-rules',
    ]);
    expect(added(everybody, { egress: [{ action: 'Allow', to: monitoring }] })).toEqual([
      'network/other-namespaces',
      'network/shared-services',
    ]);
    expect(added(everybody, { ingress: [{ action: 'Deny', from: monitoring }] })).toEqual([]);
  });

  test('opens pods of a project that carry a label which none has yet', () => {
    const labelled = { namespaceSelector: namespaceOf('ml-alpha'), podSelector: { matchLabels: { debug: 'yes' } } };
    expect(added({ pods: labelled }, { ingress: [{ action: 'Allow', from: monitoring }] })).toEqual([
      'network/closed-ingress',
    ]);
  });
});
