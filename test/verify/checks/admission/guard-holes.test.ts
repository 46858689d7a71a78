import { exampleObjects, judgedBy, object, turned, type Loose } from '../example';

const native = (o: Loose[], name: string): Loose => object(o, 'ValidatingAdmissionPolicy', name).spec;
const match = (o: Loose[], name: string): Loose =>
  object(o, 'ClusterPolicy', name).spec.rules[0].match.any[0].resources;

describe('a hole in a guard that is there turns its check', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ...(
      [
        ['a name', { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['research'] }],
        ['a label', { key: 'exempt', operator: 'DoesNotExist' }],
        ['a value of a label', { key: 'team', operator: 'NotIn', values: ['research'] }],
      ] as const
    ).map(([what, requirement]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy on the taint that ${what} of a namespace escapes`,
      ['admission/training-taint'],
      (o) => match(o, 'ml-training-taint').namespaceSelector.matchExpressions.push(requirement),
    ]),
    ...(
      [
        ['everything', '*', []],
        ['everything of a label', '?*', []],
        ['a part of the cluster', 'team-*', ['admission/training-taint']],
      ] as const
    ).map(([what, pattern, expected]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy on the taint for ${what} by a pattern`,
      expected,
      (o) => {
        match(o, 'ml-training-taint').namespaceSelector.matchLabels = { 'kubernetes.io/*.name': pattern };
      },
    ]),
    [
      'a policy on claims that hears of new ones only, which take a volume later',
      ['admission/claim-sources'],
      (o) => {
        for (const one of native(o, 'ml-claim-sources').matchConstraints.resourceRules) one.operations = ['CREATE'];
        match(o, 'ml-claim-sources').operations = ['CREATE'];
      },
    ],
    ...(
      [
        ['ml-training-taint', 'admission/training-taint'],
        ['ml-node-selection', 'admission/training-taint'],
        ['ml-training-nodes', 'admission/training-nodes'],
        ['ml-image-digest', 'admission/images'],
        ['ml-image-registry', 'admission/images'],
      ] as const
    ).map(([name, id]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy ${name} that hears of new pods only, which are changed later`,
      [id],
      (o) => (match(o, name).operations = ['CREATE']),
    ]),
    ...(
      [
        ['a stranger', 'isPlatform', "'system:masters'", "'system:masters', 'eve'"],
        ['a group of a project', 'isPlatform', "'system:masters'", "'system:masters', 'ml:alpha:scientists'"],
        ['every account', 'isPlatform', "'system:masters'", "'system:masters', 'system:serviceaccounts'"],
        ['everybody of a prefix', 'isKubernetes', "startsWith('eks:')", "startsWith('e')"],
      ] as const
    ).map(([who, name, text, wider]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a guard that lets ${who} through`,
      ['admission/project-guards'],
      (o) => {
        const variable = native(o, 'ml-project-guards').variables.find((one: Loose) => one.name === name);
        expect(variable.expression).toContain(text);
        variable.expression = variable.expression.replace(text, wider);
      },
    ]),
    ...(
      [
        ['ml-node-labels', 'nodes', 'admission/nodes'],
        ['ml-namespace-labels', 'namespaces', 'admission/namespace-labels'],
      ] as const
    ).map(([name, resource, id]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy on labels of ${resource} that forgets their parts`,
      [id],
      (o) => {
        const { matchConstraints } = native(o, name);
        for (const one of matchConstraints.resourceRules)
          one.resources = one.resources.filter((path: string) => !path.includes('/'));
      },
    ]),
    ...['logs/pods', 'pods', 'run/ml/pod/main'].map((path): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy on the proxy of nodes that lets ${path} through`,
      ['admission/nodes'],
      (o) => {
        const [validation] = native(o, 'ml-node-proxy').validations;
        expect(validation.expression).toContain("['metrics',");
        validation.expression = validation.expression.replace("['metrics',", `['metrics', '${path}',`);
      },
    ]),
    ...['effect', 'value'].map((part): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy on nodes that does not look at the ${part} of taints`,
      ['admission/nodes'],
      (o) => {
        const [validation] = native(o, 'ml-node-labels').validations;
        const compared = `now.?${part}.orValue('') == old.?${part}.orValue('')`;
        expect(validation.expression).toContain(compared);
        validation.expression = validation.expression.replace(compared, 'true');
      },
    ]),
    ...["endsWith('/metrics')", "contains('healthz')"].map(
      (ending): [string, readonly string[], (objects: Loose[]) => void] => [
        `a policy on the proxy of nodes that goes by ${ending}`,
        ['admission/nodes'],
        (o) => {
          const [validation] = native(o, 'ml-node-proxy').validations;
          validation.expression = `object.?path.orValue('').${ending} || ${validation.expression}`;
        },
      ],
    ),
    ...(
      [
        ['GPUs of init containers', 'ml-gpu-requests', ' + variables.podSpec.?initContainers.orValue([])', ''],
        ['claims of devices', 'ml-gpu-requests', 'variables.podSpec.?resourceClaims.orValue([]).size() == 0', 'true'],
        ['slices of GPUs', 'ml-gpu-requests', "resource.startsWith('nvidia.com/')", "resource == 'nvidia.com/gpu'"],
        ['other devices', 'ml-gpu-requests', ", 'vpc.amazonaws.com/efa'", ''],
        [
          'some expressions',
          'ml-node-selection',
          '.?matchExpressions.orValue([]).all(',
          '.?matchExpressions.orValue([]).exists(',
        ],
        [
          'some terms',
          'ml-node-selection',
          '.?nodeSelectorTerms.orValue([]).all(',
          '.?nodeSelectorTerms.orValue([]).exists(',
        ],
      ] as const
    ).map(([what, name, from, to]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a policy outside the projects that lets ${what} through`,
      ['admission/training-taint'],
      (o) => {
        const policy = object(o, 'ClusterPolicy', name);
        const text = JSON.stringify(policy.spec);
        expect(text).toContain(from);
        policy.spec = JSON.parse(text.replaceAll(from, to));
      },
    ]),
    [
      'a policy on labels of namespaces that forgets devices of others',
      ['admission/namespace-labels'],
      (o) => {
        for (const validation of native(o, 'ml-namespace-labels').validations)
          validation.expression = validation.expression.replace(", 'resource.kubernetes.io/admin-access'", '');
      },
    ],
    [
      'a guard that names a version which a tool does not serve',
      ['admission/project-guards'],
      (o) => {
        o.push({ apiVersion: 'networking.k8s.aws/v1alpha1', kind: 'Other', metadata: { name: 'x' } });
        for (const one of native(o, 'ml-controller-objects').matchConstraints.resourceRules)
          if (one.apiGroups[0] === 'networking.k8s.aws') one.apiVersions = ['v1'];
      },
    ],
    ...(
      [
        ['networking.k8s.io', 'v1', ['admission/served-apis']],
        ['kyverno.io', 'v1', ['admission/served-apis']],
        ['metrics.k8s.io', 'v1beta1', []],
      ] as const
    ).map(([group, version, expected]): [string, readonly string[], (objects: Loose[]) => void] => [
      `another server for ${group}`,
      expected,
      (o) =>
        o.push({
          apiVersion: 'apiregistration.k8s.io/v1',
          kind: 'APIService',
          metadata: { name: `${version}.${group}` },
          spec: { group, version, service: { namespace: 'tools', name: 'api' } },
        }),
    ]),
    ...(
      [
        ['kyverno.io', 'ClusterPolicy', 'tools', ['admission/served-apis']],
        ['kyverno.io', 'ClusterPolicy', 'kyverno', []],
        ['kyverno.io', 'UpdateRequest', 'tools', []],
      ] as const
    ).map(([group, kind, namespace, expected]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a ${kind} that is converted in namespace ${namespace}`,
      expected,
      (o) =>
        o.push({
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: `x.${group}` },
          spec: {
            group,
            names: { kind },
            conversion: { strategy: 'Webhook', webhook: { clientConfig: { service: { namespace, name: 'convert' } } } },
          },
        }),
    ]),
  ])('%s', (_, expected, change) => {
    expect(turned((objects) => void change(objects), { families: ['admission'] })).toEqual(expected);
  });
});

test.each([
  ['istio-injection', 'Istio at its pods by istio-injection'],
  ['istio.io/dataplane-mode', 'Istio in ambient mode at its pods by istio.io/dataplane-mode'],
  ['istio.io/use-waypoint', 'Istio in ambient mode at its pods by istio.io/use-waypoint'],
  ['linkerd.io/inject', 'Linkerd at its pods by annotation linkerd.io/inject'],
])('a policy on labels of namespaces that forgets %s is told which mesh comes in', (key, text) => {
  const objects = exampleObjects();
  for (const validation of native(objects, 'ml-namespace-labels').validations)
    validation.expression = validation.expression.replace(`'${key}'`, "'forgotten'");
  const { findings } = judgedBy('admission/namespace-labels', objects);
  expect(findings.map(({ message }) => message)).toEqual([
    `only a webhook, which can be switched off, refuses a namespace that lets ${text}`,
    `only a webhook, which can be switched off, refuses a namespace that lets ${text}`,
  ]);
});

test('a policy on labels of namespaces that forgets the version of Pod Security is told of', () => {
  const objects = exampleObjects();
  for (const validation of native(objects, 'ml-namespace-labels').validations)
    validation.expression = validation.expression.replace(
      "'pod-security.kubernetes.io/enforce-version'",
      "'forgotten'",
    );
  const [finding] = judgedBy('admission/namespace-labels', objects).findings;
  expect(finding?.message).toMatch(/refuses a namespace whose Pod Security goes by the rules of old$/);
});
