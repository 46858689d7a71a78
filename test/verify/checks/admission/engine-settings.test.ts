import { platform } from '../../../../examples/document-1/platform';
import { exampleObjects, judgedBy, object, turned, type Loose } from '../example';

const settings = (data: Readonly<Record<string, string>>): Loose => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kyverno', namespace: 'kyverno' },
  data,
});
const selecting = (key: string, ...values: readonly string[]): string =>
  JSON.stringify({ namespaceSelector: { matchExpressions: [{ key, operator: 'NotIn', values }] } });
const engine = (item: Loose, described: typeof platform | undefined = platform): string =>
  judgedBy('admission/engine', [...exampleObjects(), item], { platform: described }).status;

describe('settings of Kyverno', () => {
  test.each([
    [
      'as its chart has them',
      { excludeGroups: 'system:nodes', webhooks: selecting('kubernetes.io/metadata.name', 'kube-system') },
      'pass',
    ],
    ['that pass people by', { excludeGroups: 'system:nodes,developers' }, 'fail'],
    ['that pass everybody by', { excludeUsernames: '*' }, 'fail'],
    ['that pass a role by', { excludeClusterRoles: 'edit' }, 'fail'],
    ['that hear nothing of projects', { webhooks: selecting('training-isolation/tier', 'training') }, 'fail'],
    ['that hear nothing of one project', { webhooks: selecting('kubernetes.io/metadata.name', 'ml-beta') }, 'fail'],
    ['that hear by a selector that nobody reads', { webhooks: selecting('a/b/c', 'x') }, 'unknown'],
    ['that hear what fits conditions', { matchConditions: '[{"name":"x","expression":"false"}]' }, 'unknown'],
    ['without conditions', { matchConditions: '[]' }, 'pass'],
  ])('%s', (_, data, expected) => {
    expect(engine(settings(data as unknown as Readonly<Record<string, string>>))).toBe(expected);
  });

  test('whom they pass by is not known to be wrong without a description', () => {
    const objects = [...exampleObjects(), settings({ excludeGroups: 'developers' })];
    expect(
      judgedBy('admission/engine', objects, { platform: undefined }).findings.map(({ status }) => status),
    ).toContain('unknown');
  });
});

describe('policies of Kyverno in a dump', () => {
  const policies = (change: (policy: Loose) => void): Loose[] => {
    const objects = exampleObjects();
    for (const one of objects) if (one.kind === 'ClusterPolicy') change(one);
    return objects;
  };
  const webhook = (namespace: string, resource = 'pods'): Loose => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'kyverno-resource-validating-webhook-cfg' },
    webhooks: [
      {
        name: 'validate.kyverno.svc-fail',
        clientConfig: { service: { name: 'kyverno-svc', namespace } },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: [resource] }],
      },
    ],
  });

  test.each([
    ['no webhook', [], 'fail'],
    ['a webhook that leads elsewhere', [webhook('tools')], 'fail'],
    ['a webhook that hears of no pods', [webhook('kyverno', 'configmaps')], 'fail'],
    ['its webhook', [webhook('kyverno')], 'pass'],
  ])('are asked about nothing by an API server that has %s', (_, more, expected) => {
    const objects = policies(({ metadata }) => (metadata.uid = 'u'));
    expect(judgedBy('admission/engine', [...objects, ...more]).status).toBe(expected);
  });

  test('are asked by a webhook that leads wherever Kyverno runs, where no description says it', () => {
    const objects = policies(({ metadata }) => (metadata.uid = 'u'));
    const messages = (namespace: string): readonly string[] =>
      judgedBy('admission/engine', [...objects, webhook(namespace)], { platform: undefined }).findings.map(
        ({ message }) => message,
      );
    expect(messages('policies').filter((text) => text.includes('no webhook'))).toEqual([]);
  });

  test.each([
    [{ conditions: [{ type: 'Ready', status: 'False' }] }, 'unknown'],
    [{ conditionStatus: { conditions: [{ type: 'WebhookConfigured', status: 'False' }] } }, 'unknown'],
    [{ conditionStatus: { ready: false, conditions: [{ type: 'RBACPermissionsGranted', status: 'False' }] } }, 'pass'],
    [{ conditions: [{ type: 'Ready', status: 'True' }] }, 'pass'],
  ])('say whether they are set up: %j', (status, expected) => {
    expect(
      judgedBy(
        'admission/enforcing',
        policies((policy) => (policy.status = status)),
      ).status,
    ).toBe(expected);
  });
});

test.each([
  ['training-isolation/tier', 'training', 'fail'],
  ['kubernetes.io/metadata.name', 'kube-system', 'pass'],
])('a webhook of Kyverno that leaves out namespaces of %s %s', (key, value, expected) => {
  const webhook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'kyverno-resource-validating-webhook-cfg' },
    webhooks: [
      {
        name: 'validate.kyverno.svc-fail',
        clientConfig: { service: { name: 'kyverno-svc', namespace: 'kyverno' } },
        namespaceSelector: { matchExpressions: [{ key, operator: 'NotIn', values: [value] }] },
      },
    ],
  };
  expect(engine(webhook)).toBe(expected);
});

describe('a webhook by the name of a known one', () => {
  const pods = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
  const webhook = (name: string, clientConfig: object, rule: object = {}): Loose => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: [{ name: 'a.b.c', clientConfig, rules: [{ ...pods, ...rule }] }],
  });
  const service = (namespace: string, name: string): object => ({ service: { name, namespace } });
  const beside = { url: 'https://127.0.0.1:23443/mutate' };
  const mutations = (item: Loose, described: typeof platform | undefined = platform): string =>
    judgedBy('admission/mutations', [...exampleObjects(), item], { platform: described }).status.replace(
      'not-applicable',
      'pass',
    );
  test.each<[string, Loose, string]>([
    ['that leads to it', webhook('pod-identity-webhook', beside), 'pass'],
    ['that one runs itself', webhook('pod-identity-webhook', service('kube-system', 'pod-identity-webhook')), 'pass'],
    ['that leads elsewhere', webhook('pod-identity-webhook', { url: 'https://example.com' }), 'unknown'],
    ['that leads beside it', webhook('pod-identity-webhook', service('kube-system', 'x')), 'unknown'],
    [
      'that hears of more',
      webhook('pod-identity-webhook', beside, { resources: ['pods', 'secrets', 'rolebindings'] }),
      'unknown',
    ],
    ['that hears of changes', webhook('vpc-resource-mutating-webhook', beside, { operations: ['*'] }), 'unknown'],
    ...(
      [
        ['of the load balancer controller', { resources: ['services'] }, 'pass'],
        ['of the same, that hears of pods', {}, 'unknown'],
        ['of the same, that hears of more', { resources: ['services', 'networkpolicies'] }, 'unknown'],
      ] as const
    ).map(([what, rule, expected]): [string, Loose, string] => [
      what,
      webhook('aws-load-balancer-webhook', service('kube-system', 'aws-load-balancer-webhook-service'), rule),
      expected,
    ]),
    [
      'of the same, that leads elsewhere',
      webhook('aws-load-balancer-webhook', service('web', 'aws-load-balancer-webhook-service'), {
        resources: ['services'],
      }),
      'unknown',
    ],
    ['of Kyverno', webhook('kyverno-resource-mutating', service('kyverno', 'kyverno-svc')), 'pass'],
    ['of Kyverno, that leads elsewhere', webhook('kyverno-more', service('web', 'x')), 'unknown'],
    [
      'of Kyverno, that leads to its like',
      webhook('kyverno-extra', service('kyverno-tools', 'kyverno-svc')),
      'unknown',
    ],
  ])('%s', (_, item, expected) => {
    expect(mutations(item)).toBe(expected);
  });

  test('leads to Kyverno where the description has it', () => {
    const component = platform.components.find(({ name }) => name === 'kyverno');
    const elsewhere = { ...platform.components[0], ...component, name: 'kyverno', namespace: 'policies' };
    const described = {
      ...platform,
      components: [...platform.components.filter(({ name }) => name !== 'kyverno'), elsewhere],
    } as typeof platform;
    const [there, here] = ['policies', 'kyverno'].map((namespace) =>
      webhook('kyverno-resource-mutating', service(namespace, 'kyverno-svc')),
    );
    expect([mutations(there, described), mutations(here, described)]).toEqual(['pass', 'unknown']);
  });

  test.each([
    ['kyverno', 'pass'],
    ['kyverno-tools', 'unknown'],
  ])('may refuse jobs unless it leads to the engine: to %s it %s', (namespace, expected) => {
    const validating = {
      ...webhook('kyverno-resource-validating-webhook-cfg', service(namespace, 'kyverno-svc'), { resources: ['*'] }),
      kind: 'ValidatingWebhookConfiguration',
    };
    expect(judgedBy('admission/jobs-start', [...exampleObjects(), validating]).status).toBe(expected);
  });

  const judging = (clientConfig: object, rules: readonly object[]): Loose => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'vpc-resource-validating-webhook' },
    webhooks: rules.map((rule) => ({ name: 'a.b.c', clientConfig, rules: [{ ...pods, ...rule }] })),
  });
  const written = { operations: ['CREATE', 'UPDATE'] };
  const changedNodes = { operations: ['UPDATE'], resources: ['nodes'] };
  test.each<[string, Loose, string]>([
    ['EKS', judging(beside, [written, changedNodes]), 'pass'],
    ['EKS, that leads elsewhere', judging({ url: 'https://example.com' }, [written]), 'unknown'],
    ['EKS, that hears of more', judging(beside, [{ ...written, resources: ['pods', 'jobs'] }]), 'unknown'],
    ['EKS, that hears of all', judging(beside, [{ ...written, resources: ['*'] }]), 'unknown'],
  ])('may refuse jobs unless it is as it is known of %s', (_, item, expected) => {
    expect(judgedBy('admission/jobs-start', [...exampleObjects(), item]).status).toBe(expected);
  });
});

describe('a policy of Kyverno that does not hear all that it matches turns its check', () => {
  const spec = (o: Loose[]): Loose => object(o, 'ClusterPolicy', 'ml-node-name').spec;
  test.each<[string, (objects: Loose[]) => void]>([
    [
      'by a condition of its webhook',
      (o) => (spec(o).webhookConfiguration.matchConditions = [{ name: 'x', expression: 'false' }]),
    ],
    ['by parameters', (o) => (spec(o).rules[0].validate.cel.paramKind = { apiVersion: 'v1', kind: 'ConfigMap' })],
    [
      'by a rule before it, of which one is applied',
      (o) => {
        spec(o).applyRules = 'One';
        spec(o).rules.unshift({
          name: 'first',
          match: { any: [{ resources: { kinds: ['Pod'] } }] },
          validate: { pattern: {} },
        });
      },
    ],
  ])('%s', (_, change) => {
    const ids = turned((objects) => void change(objects), { families: ['admission'] });
    expect(ids).toContain('admission/node-name');
  });
});
