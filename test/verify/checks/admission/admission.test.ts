import { exampleObjects, judged, object, result, turned, type Loose } from '../example';

const policy = (o: Loose[], name: string): Loose => object(o, 'ClusterPolicy', name);
const native = (o: Loose[], name: string): Loose => object(o, 'ValidatingAdmissionPolicy', name).spec;
const binding = (o: Loose[], name: string): Loose => object(o, 'ValidatingAdmissionPolicyBinding', name).spec;
const remove = (o: Loose[], kind: string, name: string): void => void o.splice(o.indexOf(object(o, kind, name)), 1);
const rule = (o: Loose[], name: string): Loose => policy(o, name).spec.rules[0];
const match = (o: Loose[], name: string): Loose => rule(o, name).match.any[0].resources;

/** A policy that only reports, so that it bears on no other check. */
const denying = (key: string, more: object = { operations: ['CREATE', 'UPDATE'] }): Loose => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'privileges' },
  spec: {
    rules: [
      {
        name: 'deny',
        match: { any: [{ resources: { kinds: ['Pod'], ...more } }] },
        validate: {
          failureAction: 'Audit',
          deny: { conditions: { any: [{ key, operator: 'Equals', value: true }] } },
        },
      },
    ],
  },
});

const EVERY_POD = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };
const matching = (kind: string): object => ({
  any: [{ resources: { kinds: [kind], operations: ['CREATE', 'UPDATE'] } }],
});
const kyvernoRule = (rule: object): Loose => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'changes' },
  spec: { rules: [{ name: 'change', ...rule }] },
});

const KUEUE: Loose = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'clusterqueues.kueue.x-k8s.io' },
  spec: { group: 'kueue.x-k8s.io' },
};

describe('what a change of admission turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['no policy on nodes', ['admission/training-nodes'], (o) => remove(o, 'ClusterPolicy', 'ml-training-nodes')],
    ['no policy on privileges', ['admission/pod-security'], (o) => remove(o, 'ClusterPolicy', 'ml-pod-security')],
    ['no policy on devices', ['admission/devices'], (o) => remove(o, 'ClusterPolicy', 'ml-device-access')],
    ['no policy on GPUs', ['admission/devices'], (o) => remove(o, 'ClusterPolicy', 'ml-gpu-share')],
    ['no policy on claims of devices', ['admission/devices'], (o) => remove(o, 'ClusterPolicy', 'ml-resource-claims')],
    ['no policy on accounts', ['admission/service-account'], (o) => remove(o, 'ClusterPolicy', 'ml-service-account')],
    ['no policy on volumes', ['admission/own-volumes'], (o) => remove(o, 'ClusterPolicy', 'ml-own-volumes')],
    ['no policy on digests', ['admission/images'], (o) => remove(o, 'ClusterPolicy', 'ml-image-digest')],
    ['no policy on registries', ['admission/images'], (o) => remove(o, 'ClusterPolicy', 'ml-image-registry')],
    [
      'no policy on mounted code',
      ['admission/mounted-code'],
      (o) => {
        remove(o, 'ClusterPolicy', 'ml-library-files');
        remove(o, 'ValidatingAdmissionPolicy', 'ml-library-files');
        remove(o, 'ValidatingAdmissionPolicyBinding', 'ml-library-files');
      },
    ],
    ['definitions of a tool that the guards know', [], (o) => o.push(KUEUE)],
    [
      'guards that forget the kinds of a tool that is there',
      ['admission/cluster-guards'],
      (o) => {
        o.push(KUEUE);
        const { matchConstraints } = native(o, 'ml-cluster-guards');
        const left = matchConstraints.resourceRules.filter(({ apiGroups }: Loose) => apiGroups[0] !== KUEUE.spec.group);
        expect(left).toHaveLength(matchConstraints.resourceRules.length - 1);
        matchConstraints.resourceRules = left;
      },
    ],
    [
      'policies that a label escapes',
      ['admission/images'],
      (o) => (match(o, 'ml-image-digest').selector = { matchExpressions: [{ key: 'skip', operator: 'DoesNotExist' }] }),
    ],
    [
      'guards that a label escapes',
      ['admission/project-guards'],
      (o) =>
        (native(o, 'ml-project-guards').matchConstraints.objectSelector = {
          matchExpressions: [{ key: 'skip', operator: 'DoesNotExist' }],
        }),
    ],
    [
      'a policy that reports only in one project',
      ['admission/images'],
      (o) =>
        (rule(o, 'ml-image-digest').validate.failureActionOverrides = [{ action: 'Audit', namespaces: ['ml-al*'] }]),
    ],
    [
      'a webhook that changes pods',
      ['admission/mutations'],
      (o) =>
        o.push({
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'MutatingWebhookConfiguration',
          metadata: { name: 'sidecars' },
          webhooks: [{ name: 'a.b.c', rules: [EVERY_POD], clientConfig: { url: 'https://example.com' } }],
        }),
    ],
    [
      'a webhook that changes pods elsewhere',
      [],
      (o) =>
        o.push({
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'MutatingWebhookConfiguration',
          metadata: { name: 'sidecars' },
          webhooks: [
            {
              name: 'a.b.c',
              rules: [EVERY_POD],
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
            },
          ],
        }),
    ],
    [
      'a policy that rewrites namespaces',
      ['admission/mutations'],
      (o) => o.push(kyvernoRule({ match: matching('Namespace'), mutate: { patchStrategicMerge: { metadata: {} } } })),
    ],
    [
      "a policy that copies another project's Secret",
      ['admission/mutations'],
      (o) =>
        o.push(
          kyvernoRule({
            match: matching('ConfigMap'),
            generate: { kind: 'Secret', namespace: 'web', name: 'x', clone: { namespace: 'ml-beta', name: 'x' } },
          }),
        ),
    ],
    [
      'a native policy that labels pods',
      ['admission/mutations'],
      (o) =>
        o.push(
          {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'MutatingAdmissionPolicy',
            metadata: { name: 'labels' },
            spec: { matchConstraints: { resourceRules: [EVERY_POD] } },
          },
          {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'MutatingAdmissionPolicyBinding',
            metadata: { name: 'labels' },
            spec: { policyName: 'labels' },
          },
        ),
    ],
    ['no policy on bare pods', ['admission/pod-shape'], (o) => remove(o, 'ClusterPolicy', 'ml-owned-pods')],
    ['no policy on limits', ['admission/pod-shape'], (o) => remove(o, 'ClusterPolicy', 'ml-container-resources')],
    ['no policy on names of nodes', ['admission/node-name'], (o) => remove(o, 'ClusterPolicy', 'ml-node-name')],
    ['no policy on the taint', ['admission/training-taint'], (o) => remove(o, 'ClusterPolicy', 'ml-training-taint')],
    ['no policy on shells', ['admission/pod-access'], (o) => remove(o, 'ClusterPolicy', 'ml-pod-access')],
    ['no policy on tokens', ['admission/account-tokens'], (o) => remove(o, 'ClusterPolicy', 'ml-account-tokens')],
    [
      'labels of namespaces by webhook only',
      ['admission/namespace-labels'],
      (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-namespace-labels'),
    ],
    [
      'a policy without its binding',
      ['admission/enforcing', 'admission/namespace-labels'],
      (o) => remove(o, 'ValidatingAdmissionPolicyBinding', 'ml-project-namespaces'),
    ],
    [
      'a binding that audits',
      ['admission/enforcing', 'admission/project-guards'],
      (o) => (binding(o, 'ml-project-guards').validationActions = ['Audit']),
    ],
    [
      'a binding for other namespaces',
      ['admission/project-guards'],
      (o) => (binding(o, 'ml-project-guards').matchResources = { namespaceSelector: { matchLabels: { tier: 'x' } } }),
    ],
    ...(
      [
        ['network policies that are removed', 'networking.k8s.io', ['admission/project-guards']],
        ['a kind of nobody', 'example.com', []],
      ] as const
    ).map(([what, group, expected]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a binding that leaves out ${what}`,
      expected,
      (o) =>
        (binding(o, 'ml-project-guards').matchResources = {
          excludeResourceRules: [
            { apiGroups: [group], apiVersions: ['*'], operations: ['DELETE'], resources: ['networkpolicies'] },
          ],
        }),
    ]),
    [
      'a policy that forgives',
      ['admission/enforcing'],
      (o) => delete rule(o, 'ml-own-volumes').validate.allowExistingViolations,
    ],
    [
      'a policy that lets errors pass',
      ['admission/enforcing'],
      (o) => (native(o, 'ml-node-labels').failurePolicy = 'Ignore'),
    ],
    [
      'a webhook that lets requests pass',
      ['admission/enforcing'],
      (o) => (policy(o, 'ml-own-volumes').spec.webhookConfiguration.failurePolicy = 'Ignore'),
    ],
    [
      'a policy that only reports',
      ['admission/enforcing', 'admission/own-volumes'],
      (o) => (rule(o, 'ml-own-volumes').validate.failureAction = 'Audit'),
    ],
    [
      'a policy for another label',
      ['admission/own-volumes'],
      (o) => (match(o, 'ml-own-volumes').namespaceSelector.matchLabels = { 'training-isolation/tier': 'trainings' }),
    ],
    [
      'a policy that hears no Jobs',
      ['admission/own-volumes'],
      (o) =>
        (match(o, 'ml-own-volumes').kinds = match(o, 'ml-own-volumes').kinds.filter(
          (kind: string) => !kind.endsWith('/Job'),
        )),
    ],
    [
      'a policy that hears no pods',
      ['admission/own-volumes'],
      (o) =>
        (match(o, 'ml-own-volumes').kinds = match(o, 'ml-own-volumes').kinds.filter(
          (kind: string) => kind !== 'v1/Pod',
        )),
    ],
    [
      'a policy that hears of deletions only',
      ['admission/own-volumes'],
      (o) => (match(o, 'ml-own-volumes').operations = ['DELETE']),
    ],
    [
      'a condition that always holds',
      ['admission/account-tokens'],
      (o) => (rule(o, 'ml-account-tokens').validate.cel.expressions[0].expression = 'true'),
    ],
    [
      'a condition that never holds',
      ['admission/images', 'admission/jobs-start'],
      (o) => (rule(o, 'ml-image-digest').validate.cel.expressions[0].expression = 'false'),
    ],
    [
      'a condition that nobody can read',
      ['admission/account-tokens'],
      (o) => (rule(o, 'ml-account-tokens').validate.cel.expressions[0].expression = 'authorizer.group("").allowed()'),
    ],
    [
      'somebody in the group of the platform',
      ['admission/project-guards'],
      (o) =>
        native(o, 'ml-project-guards').variables.forEach((variable: Loose) => {
          variable.expression = variable.expression.replace("'ml:platform-admins'", "'developers'");
        }),
    ],
    [
      'routes that anybody writes',
      ['admission/project-guards'],
      (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-controller-objects'),
    ],
    [
      'no guards of the cluster',
      ['admission/cluster-guards'],
      (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-cluster-guards'),
    ],
    [
      'guards of the cluster that do not hear of runtime classes',
      ['admission/cluster-guards'],
      (o) => {
        const { matchConstraints } = object(o, 'ValidatingAdmissionPolicy', 'ml-cluster-guards').spec;
        for (const rule of matchConstraints.resourceRules)
          rule.resources = rule.resources.filter((resource: string) => resource !== 'runtimeclasses');
      },
    ],
    [
      'accounts of Kyverno that anybody makes',
      ['admission/engine'],
      (o) => {
        const { matchConstraints } = object(o, 'ValidatingAdmissionPolicy', 'ml-policy-engine').spec;
        for (const rule of matchConstraints.resourceRules)
          rule.resources = rule.resources.filter((resource: string) => resource !== 'serviceaccounts');
      },
    ],
    [
      'replicas of Kyverno that anybody takes away',
      ['admission/engine'],
      (o) => {
        const { matchConstraints } = object(o, 'ValidatingAdmissionPolicy', 'ml-policy-engine').spec;
        for (const rule of matchConstraints.resourceRules)
          rule.resources = rule.resources.filter((resource: string) => resource !== 'deployments/scale');
      },
    ],
    [
      'snapshots of anything',
      ['admission/claim-sources'],
      (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-snapshot-sources'),
    ],
    [
      'what nodes read of policies, for anybody to write',
      ['admission/project-guards'],
      (o) => {
        const { matchConstraints } = object(o, 'ValidatingAdmissionPolicy', 'ml-controller-objects').spec;
        for (const rule of matchConstraints.resourceRules)
          if (rule.resources.includes('policyendpoints')) rule.operations = ['CONNECT'];
      },
    ],
    [
      'quotas that anybody makes',
      ['admission/project-guards'],
      (o) => {
        const { matchConstraints } = object(o, 'ValidatingAdmissionPolicy', 'ml-project-guards').spec;
        for (const rule of matchConstraints.resourceRules)
          if (rule.resources.includes('resourcequotas')) rule.operations = ['UPDATE', 'DELETE'];
      },
    ],
    [
      'Services of any shape',
      ['admission/service-shape'],
      (o) => {
        remove(o, 'ClusterPolicy', 'ml-service-shape');
        remove(o, 'ValidatingAdmissionPolicy', 'ml-service-shape');
      },
    ],
    [
      'claims of anything',
      ['admission/claim-sources'],
      (o) => {
        remove(o, 'ClusterPolicy', 'ml-claim-sources');
        remove(o, 'ValidatingAdmissionPolicy', 'ml-claim-sources');
      },
    ],
    ['bindings of pods', ['admission/nodes'], (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-pod-binding')],
    ['the proxy of nodes', ['admission/nodes'], (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-node-proxy')],
    ['labels of nodes', ['admission/nodes'], (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-node-labels')],
    [
      'the settings of Kyverno',
      ['admission/engine'],
      (o) => remove(o, 'ValidatingAdmissionPolicy', 'ml-policy-engine'),
    ],
    [
      'Kyverno that hears of no pods',
      ['admission/engine'],
      (o) =>
        o.push({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'kyverno', namespace: 'kyverno' },
          data: { resourceFilters: '[Node,*,*] [Pod,ml-*,*]' },
        }),
    ],
    [
      'Kyverno with the filters of its chart',
      [],
      (o) =>
        o.push({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'kyverno', namespace: 'kyverno' },
          data: { resourceFilters: '[Event,*,*] [*/*,kube-system,*] [Node,*,*] [Pod/binding,*,*] [ReplicaSet,*,*]' },
        }),
    ],
    [
      'an exception that nobody named',
      ['admission/exceptions', 'admission/own-volumes'],
      (o) =>
        o.push({
          apiVersion: 'kyverno.io/v2',
          kind: 'PolicyException',
          metadata: { name: 'legacy', namespace: 'kyverno' },
          spec: {
            exceptions: [{ policyName: 'ml-own-volumes', ruleNames: ['own-volumes'] }],
            match: { any: [{ resources: { kinds: ['Pod'], namespaces: ['ml-alpha'] } }] },
          },
        }),
    ],
    [
      'a bare true in JMESPath',
      ['admission/conditions'],
      (o) => o.push(denying('{{ request.object.spec.containers[].securityContext.privileged | contains(@, true) }}')),
    ],
    ['the literal in backticks', [], (o) => o.push(denying('{{ request.object.spec.hostPID || `false` }}'))],
    [
      'a rule that denies deletions by accident',
      ['admission/conditions'],
      (o) => o.push(denying('{{ request.object.spec.hostPID || `false` }}', {})),
    ],
    [
      'a job that its policies refuse',
      ['admission/images', 'admission/jobs-start', 'pod/image-digest'],
      (o) =>
        (object(o, 'Job', 'pretrain').spec.template.spec.containers[0].image =
          '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train:latest'),
    ],
  ])('%s', (_, expected, change) => {
    expect(
      [...turned((objects) => void change(objects), { families: ['admission', 'pod', 'authority'] })].sort(),
    ).toEqual(expected);
  });
});

describe('policies of others', () => {
  const foreign = (objects: Loose[], added: Loose): Loose[] => {
    const kept = objects.filter(({ kind, metadata }) => kind !== 'ClusterPolicy' || metadata.name !== 'ml-own-volumes');
    return [...kept, added];
  };

  test('a pattern guards against what it refuses, and against nothing else', () => {
    const pattern = {
      apiVersion: 'kyverno.io/v1',
      kind: 'ClusterPolicy',
      metadata: { name: 'no-drivers' },
      spec: {
        rules: [
          {
            name: 'drivers',
            match: { any: [{ resources: { kinds: ['Pod'] } }] },
            validate: { failureAction: 'Enforce', pattern: { spec: { '=(volumes)': [{ 'X(csi)': 'null' }] } } },
          },
        ],
      },
    };
    const said = (added: Loose): string =>
      result(judged(foreign(exampleObjects(), added)), 'admission/own-volumes').findings[0]?.message ?? '';
    const driver = 'an inline volume of a driver';
    expect(said(pattern)).toMatch(/^no policy refuses a claim that is not of the project; /);
    // Without it Kyverno writes the rule for what makes pods as well.
    const alone = structuredClone<Loose>(pattern);
    alone.metadata.annotations = { 'pod-policies.kyverno.io/autogen-controllers': 'none' };
    expect([said(pattern).includes(driver), said(alone).includes(`${driver}, in a `)]).toEqual([false, true]);
  });

  test('the same demand in the newer policies of Kyverno counts as much', () => {
    const objects = exampleObjects();
    const { match: matched, validate } = rule(objects, 'ml-own-volumes');
    const resources = [
      ['', 'pods', 'replicationcontrollers'],
      ['apps', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'],
      ['batch', 'jobs', 'cronjobs'],
    ];
    const newer = {
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'ValidatingPolicy',
      metadata: { name: 'own-volumes' },
      spec: {
        validationActions: ['Deny'],
        matchConstraints: {
          namespaceSelector: matched.any[0].resources.namespaceSelector,
          resourceRules: resources.map(([group, ...names]) => ({
            apiGroups: [group],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: names,
          })),
        },
        variables: validate.cel.variables,
        validations: validate.cel.expressions,
      },
    };
    expect(result(judged(foreign(objects, newer)), 'admission/own-volumes').status).toBe('pass');
    const audit = { ...newer, spec: { ...newer.spec, validationActions: ['Audit'] } };
    expect(result(judged(foreign(objects, audit)), 'admission/own-volumes').status).toBe('fail');
  });

  test('a webhook that hears of pods may refuse them, and one that hears of other things may not', () => {
    const webhook = (resources: string[]): Loose => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'checker' },
      webhooks: [
        {
          name: 'check.example.com',
          clientConfig: { service: { name: 'checker', namespace: 'checker' } },
          rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources }],
        },
      ],
    });
    const status = (resources: string[]): string =>
      result(judged(foreign(exampleObjects(), webhook(resources))), 'admission/own-volumes').status;
    expect(status(['*'])).toBe('unknown');
    expect(status(['ingresses'])).toBe('fail');
    // Of the whole cluster as well it is said where the webhook stands: front ends without premises show it.
    const objects = [...exampleObjects(), webhook(['*'])].filter(
      ({ metadata }) => metadata.name !== 'ml-training-taint',
    );
    const unknown = result(judged(objects), 'admission/training-taint').findings;
    expect(unknown.map(({ resource, status, place }) => [resource, status, place?.path])).toEqual([
      ['cluster', 'unknown', ['items', objects.findIndex(({ metadata }) => metadata.name === 'checker')]],
    ]);
  });

  test('without a description, Pod Security by labels refuses privileged pods as well', () => {
    const objects = exampleObjects().filter(({ kind }) => kind !== 'ClusterPolicy');
    expect(result(judged(objects, { platform: undefined }), 'admission/pod-security').status).toBe('pass');
    expect(result(judged(objects), 'admission/pod-security').status).toBe('fail');
  });
});
