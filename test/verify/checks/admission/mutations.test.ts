import { exampleObjects, judgedBy, turned, type Loose } from '../example';

const EVERY_POD = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };
const GROUP_V1 = 'rbac.authorization.k8s.io/v1';
const kyvernoRule = (rule: object): Loose => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'changes' },
  spec: { rules: [{ name: 'change', ...rule }] },
});
const changing = (annotations: object): Loose =>
  kyvernoRule({
    match: { any: [{ resources: { kinds: ['Pod'], annotations } }] },
    mutate: { patchStrategicMerge: { spec: { priority: 1 } } },
  });
const webhook = (rule: object, more: object = {}): Loose => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'changes' },
  webhooks: [{ name: 'a.b.c', rules: [{ ...EVERY_POD, ...rule }], clientConfig: { url: 'https://x' }, ...more }],
});
const newer = (kind: string, spec: object): Loose => ({
  apiVersion: 'policies.kyverno.io/v1alpha1',
  kind,
  metadata: { name: 'changes' },
  spec,
});
const apiServers = (kind: string, spec: object): Loose => ({
  apiVersion: 'admissionregistration.k8s.io/v1beta1',
  kind,
  metadata: { name: 'changes' },
  spec,
});

describe('what changes, copies or removes objects turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ...(
      [
        [
          'policies that are written again',
          { apiGroups: ['*'], resources: ['networkpolicies'], operations: ['UPDATE'] },
        ],
        ['files of jobs', { resources: ['configmaps'] }],
        ['jobs at a time', { apiGroups: ['batch'], resources: ['cronjobs'] }],
        ['quotas', { resources: ['resourcequotas'] }],
        ['volumes', { resources: ['persistentvolumes'] }],
        ['nodes', { resources: ['nodes'] }],
        ['where pods go', { resources: ['pods/binding'] }],
        ['tokens', { resources: ['serviceaccounts/token'] }],
        [
          'what nodes enforce',
          { apiGroups: ['networking.k8s.aws'], apiVersions: ['*'], resources: ['policyendpoints'] },
        ],
        [
          'policies of a CNI that the files do not show',
          { apiGroups: ['cilium.io'], apiVersions: ['v2'], resources: ['*'] },
        ],
        ['addresses of pods', { resources: ['pods/status'], operations: ['UPDATE'] }],
        ['addresses behind Services', { resources: ['endpoints'] }],
        ['the newer form of those', { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] }],
        ['what Deployments make', { apiGroups: ['apps'], resources: ['replicasets'] }],
        ['pods of every node', { apiGroups: ['apps'], resources: ['daemonsets'] }],
        ['the oldest makers of pods', { resources: ['replicationcontrollers'] }],
        ['roles of the cluster', { apiGroups: ['*'], resources: ['clusterroles'] }],
      ] as const
    ).map(([what, rule]): [string, readonly string[], (o: Loose[]) => void] => [
      `a webhook that changes ${what}`,
      ['admission/mutations'],
      (o) => o.push(webhook(rule)),
    ]),
    [
      'a webhook that changes pods of a job by its label',
      ['admission/mutations'],
      (o) => o.push(webhook({}, { objectSelector: { matchLabels: { 'batch.kubernetes.io/job-name': 'pretrain' } } })),
    ],
    [
      'a policy that changes pods of a job by its annotation',
      ['admission/mutations'],
      (o) => {
        const job = o.find(({ kind }) => kind === 'Job') as Loose;
        job.spec.template.metadata.annotations = { 'team/change': 'yes' };
        o.push(changing({ 'team/*': 'y?s' }));
      },
    ],
    ['a policy that changes pods by an annotation that none has', [], (o) => o.push(changing({ 'team/*': 'y?s' }))],
    [
      'a webhook that changes no kind on which isolation rests',
      [],
      (o) => o.push(webhook({ resources: ['events', 'pods/log'] })),
    ],
    ...(
      [
        ['is bound', ['admission/mutations'], {}],
        ['is bound beside the projects', [], { namespaceSelector: { matchLabels: { team: 'web' } } }],
        [
          'is bound for another kind',
          [],
          { resourceRules: [{ ...EVERY_POD, apiGroups: ['apps'], resources: ['deployments'] }] },
        ],
        ['is not bound', [], undefined],
      ] as const
    ).map(([how, expected, matchResources]): [string, readonly string[], (o: Loose[]) => void] => [
      `a policy of the API server that changes what nodes enforce and ${how}`,
      expected,
      (o) => {
        const policyEndpoints = { apiGroups: ['networking.k8s.aws'], apiVersions: ['v1alpha1'] };
        const resourceRules = [{ ...policyEndpoints, resources: ['policyendpoints'], operations: ['UPDATE'] }];
        o.push(apiServers('MutatingAdmissionPolicy', { matchConstraints: { resourceRules }, mutations: [] }));
        if (matchResources !== undefined)
          o.push(apiServers('MutatingAdmissionPolicyBinding', { policyName: 'changes', matchResources }));
      },
    ]),
    [
      'a rule of Kyverno that changes addresses behind Services',
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['EndpointSlice'] } }] },
            mutate: { patchesJson6902: '' },
          }),
        ),
    ],
    [
      'a webhook that changes pods of another label',
      [],
      (o) => o.push(webhook({}, { objectSelector: { matchLabels: { 'sidecar.istio.io/inject': 'true' } } })),
    ],
    [
      'a policy that writes into a project, whatever it hears of',
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['ConfigMap'], namespaces: ['web'] } }] },
            generate: { kind: 'NetworkPolicy', namespace: 'ml-alpha', name: 'open', data: { spec: {} } },
          }),
        ),
    ],
    [
      'a policy that changes what a project has, whatever it hears of',
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['ConfigMap'], namespaces: ['web'] } }] },
            mutate: { targets: [{ kind: 'NetworkPolicy', namespace: 'ml-alpha' }], patchStrategicMerge: {} },
          }),
        ),
    ],
    ...(
      [
        ['labels of a project', ['admission/mutations'], { apiVersion: 'v1', kind: 'Namespace', name: 'ml-*' }],
        ['labels of a namespace that it finds out', ['admission/mutations'], { kind: 'Namespace', name: '{{ x }}' }],
        ['labels of another namespace', [], { apiVersion: 'v1', kind: 'Namespace', name: 'web' }],
        ['labels of nodes', ['admission/mutations'], { apiVersion: 'v1', kind: 'Node', name: '*' }],
        ['roles', ['admission/mutations'], { apiVersion: GROUP_V1, kind: 'ClusterRole', name: 'ml-scientist' }],
        ['kinds of the cluster on which nothing rests', [], { kind: 'IngressClass', name: 'web' }],
        ['policies of other namespaces', [], { kind: 'NetworkPolicy', namespace: 'web-*', name: 'open' }],
      ] as const
    ).map(([what, expected, target]): [string, readonly string[], (o: Loose[]) => void] => [
      `a policy that changes ${what}, whatever it hears of`,
      expected,
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['ConfigMap'], namespaces: ['web'] } }] },
            mutate: { targets: [target], patchStrategicMerge: {} },
          }),
        ),
    ]),
    [
      'a policy that binds roles of the cluster, whatever it hears of',
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['ConfigMap'], namespaces: ['web'] } }] },
            generate: { apiVersion: GROUP_V1, kind: 'ClusterRoleBinding', name: 'all', data: {} },
          }),
        ),
    ],
    ...(
      [
        ['objects of the cluster', ['admission/mutations'], "generator.Apply('', [variables.copy])"],
        [
          'into a namespace that it finds out',
          ['admission/mutations'],
          'generator.Apply(object.data.into, [variables.copy])',
        ],
        ['into one that a variable finds out', ['admission/mutations'], 'generator.Apply(variables.into, [])'],
        ['what cannot be read', ['admission/mutations'], 'generator.Apply('],
        ['into that of what it hears of', [], 'generator.Apply(string(variables.own), [variables.copy])'],
        ['into another', [], "true ? generator.Apply('web', [variables.copy]) : false"],
      ] as const
    ).map(([what, expected, expression]): [string, readonly string[], (o: Loose[]) => void] => [
      `a newer policy that writes ${what}`,
      expected,
      (o) =>
        o.push(
          newer('GeneratingPolicy', {
            matchConstraints: {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
              resourceRules: [{ ...EVERY_POD, resources: ['configmaps'] }],
            },
            variables: [
              { name: 'copy', expression: "{'kind': 'NetworkPolicy'}" },
              { name: 'into', expression: 'object.data.into' },
              { name: 'own', expression: 'namespaceObject.metadata.name' },
            ],
            generate: [{ expression }],
          }),
        ),
    ]),
    [
      'a policy that gives every new namespace a policy',
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['Namespace'], operations: ['CREATE'] } }] },
            generate: { kind: 'NetworkPolicy', namespace: '{{request.object.metadata.name}}', name: 'open' },
          }),
        ),
    ],
    [
      'the same, but for those of projects',
      [],
      (o) =>
        o.push(
          kyvernoRule({
            match: {
              any: [
                {
                  resources: {
                    kinds: ['Namespace'],
                    operations: ['CREATE'],
                    selector: { matchExpressions: [{ key: 'training-isolation/tier', operator: 'DoesNotExist' }] },
                  },
                },
              ],
            },
            generate: { kind: 'NetworkPolicy', namespace: '{{request.object.metadata.name}}', name: 'open' },
          }),
        ),
    ],
    [
      'a policy that copies Secrets of a project in a loop',
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: { any: [{ resources: { kinds: ['ConfigMap'], namespaces: ['web'] } }] },
            generate: { foreach: [{ list: 'x', kind: 'Secret', namespace: 'web', clone: { namespace: 'ml-beta' } }] },
          }),
        ),
    ],
    [
      'a newer policy that looks up a Secret of a project',
      ['admission/mutations'],
      (o) =>
        o.push(
          newer('GeneratingPolicy', {
            matchConstraints: {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
              resourceRules: [{ ...EVERY_POD, resources: ['configmaps'] }],
            },
            variables: [{ name: 'copy', expression: "resource.Get('v1', 'secrets', 'ml-beta', 'key')" }],
            generate: [{ expression: "generator.Apply('web', [variables.copy])" }],
          }),
        ),
    ],
    [
      'a policy that removes fences at night',
      ['admission/mutations'],
      (o) =>
        o.push({
          apiVersion: 'kyverno.io/v2',
          kind: 'ClusterCleanupPolicy',
          metadata: { name: 'night' },
          spec: { schedule: '0 3 * * *', match: { any: [{ resources: { kinds: ['NetworkPolicy'] } }] } },
        }),
    ],
    ...(
      [
        ['DeletingPolicy', {}, { operations: ['*'] }],
        ['DeletingPolicy', {}, { operations: ['DELETE'] }],
        ['DeletingPolicy', {}, {}],
        ['NamespacedDeletingPolicy', { namespace: 'ml-beta' }, {}],
      ] as const
    ).map(([kind, place, more]): [string, readonly string[], (o: Loose[]) => void] => [
      `a ${kind} that does, with ${JSON.stringify(more)}`,
      ['admission/mutations'],
      (o) => {
        const fences = { apiGroups: ['networking.k8s.io'], apiVersions: ['v1'], resources: ['networkpolicies'] };
        const matchConstraints = { resourceRules: [{ ...fences, ...more }] };
        const policy = newer(kind, { schedule: '0 3 * * *', matchConstraints });
        o.push({ ...policy, metadata: { ...policy.metadata, ...place } });
      },
    ]),
  ])('%s', (_, expected, change) => {
    expect(turned((objects) => void change(objects), { families: ['admission'] })).toEqual(expected);
  });
});

test('a policy of the API server may be bound by what is not in the files, unless these are complete', () => {
  const matchConstraints = { resourceRules: [{ ...EVERY_POD, operations: ['CREATE'] }] };
  const objects = [...exampleObjects(), apiServers('MutatingAdmissionPolicy', { matchConstraints, mutations: [] })];
  const status = (...assume: string[]): string => judgedBy('admission/mutations', objects, { assume }).status;
  expect([status(), status('complete')]).toEqual(['unknown', 'pass']);
});
