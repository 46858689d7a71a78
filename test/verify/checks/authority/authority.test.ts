import {
  BUILT_IN_BINDINGS,
  BUILT_IN_CLUSTER_ROLES,
  CONTROLLER_BINDINGS,
  CONTROLLER_ROLES,
} from '../../../../lib/verify/authority/builtin-roles.generated';
import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { core, given, GROUP } from './given-rights';
import { exampleObjects, judged, judgedBy, object, result, turned, type Loose } from '../example';

const NODE_CLIENT = {
  apiGroups: ['certificates.k8s.io'],
  resources: ['certificatesigningrequests/nodeclient'],
  verbs: ['create'],
};

describe('what a right turns', () => {
  test.each<[string, readonly string[], Loose[]]>([
    ['shells in a project', ['authority/shells'], given(core(['pods/exec'], ['create']), { namespace: 'ml-alpha' })],
    ['shells by WebSocket', ['authority/shells'], given(core(['pods/exec'], ['get']))],
    ['a debug container', ['authority/shells'], given(core(['pods/ephemeralcontainers'], ['patch']))],
    ['ports of pods', ['authority/shells'], given(core(['pods/portforward'], ['create']))],
    ['a list of Secrets', ['authority/secrets'], given(core(['secrets'], ['list']))],
    [
      'Secrets and pods of the empty name, which a list and a create have',
      ['authority/bare-pods', 'authority/secrets'],
      [
        ...given({ ...core(['secrets'], ['list']), resourceNames: [''] }),
        ...given({ ...core(['pods'], ['create']), resourceNames: [''] }, { namespace: 'ml-alpha' }),
      ],
    ],
    [
      'a list of one Secret',
      ['authority/secrets'],
      given({ ...core(['secrets'], ['list']), resourceNames: ['key'] }, { namespace: 'ml-alpha' }),
    ],
    [
      'tokens of accounts',
      ['authority/identities'],
      given(core(['serviceaccounts/token'], ['create']), { namespace: 'ml-alpha' }),
    ],
    ['being anybody', ['authority/identities'], given(core(['users', 'groups'], ['impersonate']))],
    ...[
      ['impersonate:serviceaccount', 'serviceaccounts'],
      ['impersonate:user-info', 'users'],
      ['impersonate:user-info', 'groups'],
      ['impersonate:arbitrary-node', 'nodes'],
      ['impersonate:associated-node', 'nodes'],
    ].map(([verb, resource]): [string, readonly string[], Loose[]] => [
      `being somebody under constraint, by ${verb} of ${resource}`,
      ['authority/identities'],
      given({ apiGroups: ['authentication.k8s.io'], resources: [resource], verbs: [verb] }),
    ]),
    ['bare pods', ['authority/bare-pods'], given(core(['pods'], ['create']), { namespace: 'ml-alpha' })],
    [
      'network policies',
      ['authority/fences'],
      given(
        { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['delete'] },
        { namespace: 'ml-alpha' },
      ),
    ],
    [
      'bindings',
      ['authority/fences'],
      given({ apiGroups: [GROUP], resources: ['rolebindings'], verbs: ['create'] }, { namespace: 'ml-alpha' }),
    ],
    ...(
      [
        ['networking.k8s.aws', 'policyendpoints'],
        ['crd.projectcalico.org', 'networkpolicies'],
        ['k8s.cni.cncf.io', 'network-attachment-definitions'],
        ['external-secrets.io', 'secretstores'],
        ['resource.k8s.io', 'resourceclaims'],
        ['kueue.x-k8s.io', 'localqueues'],
        ['vpcresources.k8s.aws', 'securitygrouppolicies'],
      ] as const
    ).map(([group, resource]): [string, readonly string[], Loose[]] => [
      `${resource} of ${group}`,
      ['authority/fences'],
      given({ apiGroups: [group], resources: [resource], verbs: ['create'] }, { namespace: 'ml-alpha' }),
    ]),
    ...(
      [
        ['', 'namespaces/finalize'],
        ['', 'namespaces/status'],
        ['networking.k8s.io', 'servicecidrs'],
        ['crd.k8s.amazonaws.com', 'eniconfigs'],
        ['external-secrets.io', 'clustersecretstores'],
        ['networking.k8s.aws', 'clusterpolicyendpoints'],
        ['crd.projectcalico.org', 'globalnetworkpolicies'],
        ['nvidia.com', 'clusterpolicies'],
        ['kyverno.io', 'clustercleanuppolicies'],
        ['policies.kyverno.io', 'generatingpolicies'],
      ] as const
    ).map(([group, resource]): [string, readonly string[], Loose[]] => [
      `${resource} of ${group}`,
      ['authority/cluster-writers'],
      given({ apiGroups: [group], resources: [resource], verbs: ['update'] }),
    ]),
    ['namespaces', ['authority/cluster-writers'], given(core(['namespaces'], ['update']))],
    ...[core(['namespaces'], ['patch']), core(['namespaces'], ['delete']), core(['namespaces/status'], ['update'])].map(
      (rule): [string, readonly string[], Loose[]] => [
        `the namespace of the project itself, by a binding in it: ${JSON.stringify(rule)}`,
        ['authority/fences'],
        given(rule, { namespace: 'ml-alpha' }),
      ],
    ),
    ['the own namespace to read', [], given(core(['namespaces'], ['get', 'list']), { namespace: 'ml-alpha' })],
    [
      'certificates in the name of pods',
      ['authority/identities'],
      given({ apiGroups: ['certificates.k8s.io'], resources: ['podcertificaterequests'], verbs: ['create'] }),
    ],
    ['certificates in the name of nodes', ['authority/cluster-writers'], given(NODE_CLIENT)],
    [
      'the same for machines that join, as kubeadm binds them',
      [],
      given(NODE_CLIENT, {
        subject: { kind: 'Group', name: 'system:bootstrappers:kubeadm:default-node-token', apiGroup: GROUP },
      }),
    ],
    ['the proxy of nodes', ['authority/cluster-writers'], given(core(['nodes/proxy'], ['get']))],
    [
      'webhooks',
      ['authority/cluster-writers'],
      given({
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations'],
        verbs: ['create'],
      }),
    ],
    ...['ml:beta:scientists', 'developers'].flatMap((name) =>
      [
        { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'patch', 'delete'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] },
        { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['create'] },
        { apiGroups: ['kubeflow.org'], resources: ['mpijobs'], verbs: ['create'] },
        { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] },
        core(['pods/log'], ['get']),
      ].map((rule): [string, readonly string[], Loose[]] => [
        `work in every project, of ${name} by ${JSON.stringify(rule)}`,
        ['authority/across-projects'],
        given(rule, { subject: { kind: 'Group', name, apiGroup: GROUP } }),
      ]),
    ),
    [
      'a look at every project, by a group of one',
      ['authority/across-projects'],
      given(core(['pods'], ['list']), { subject: { kind: 'Group', name: 'ml:beta:viewers', apiGroup: GROUP } }),
    ],
    ['a look at every project, by a group of none', [], given(core(['pods'], ['list']))],
    [
      'everything, for a group that the description does not name',
      ['authority/administrators'],
      given({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }),
    ],
    [
      'everything, for everybody',
      ['authority/administrators', 'authority/training-accounts'],
      given(
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        { subject: { kind: 'Group', name: 'system:authenticated', apiGroup: GROUP } },
      ),
    ],
    [
      'everything, for an account',
      ['authority/administrators'],
      given(
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        { subject: { kind: 'ServiceAccount', name: 'ci', namespace: 'ci' } },
      ),
    ],
    [
      'everything, for the group of the platform',
      [],
      given(
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        { subject: { kind: 'Group', name: 'ml:platform-admins', apiGroup: GROUP } },
      ),
    ],
    [
      'any right, for the account of training pods',
      ['authority/training-accounts'],
      given(core(['configmaps'], ['get']), {
        namespace: 'ml-alpha',
        subject: { kind: 'ServiceAccount', name: 'train', namespace: 'ml-alpha' },
      }),
    ],
    [
      'a role that allows every verb',
      ['authority/loose-rules', 'authority/bare-pods'].sort(),
      given(core(['pods'], ['*']), { namespace: 'ml-alpha' }),
    ],
    [
      'a list of no names',
      ['authority/loose-rules'],
      given({ ...core(['pods'], ['get']), resourceNames: [] }, { namespace: 'ml-alpha' }),
    ],
  ])('%s', (_, expected, objects) => {
    expect([...turned((all) => void all.push(...objects))].sort()).toEqual(expected);
  });
});

test('the built-in edit, bound in a project, has shells, Secrets, tokens and pods in it', () => {
  const binding = {
    apiVersion: `${GROUP}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'devs', namespace: 'ml-alpha' },
    subjects: [{ kind: 'Group', name: 'developers', apiGroup: GROUP }],
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'edit' },
  };
  expect(turned((objects) => void objects.push(binding))).toEqual([
    'authority/bare-pods',
    'authority/fences',
    'authority/identities',
    'authority/secrets',
    'authority/shells',
    'authority/members-named',
  ]);
});

test.each([
  ['a Service of a stranger', {}, { service: { namespace: 'tools', name: 'judge' } }, ['authority/secrets']],
  ['an address', {}, { url: 'https://judge.example.com' }, ['authority/secrets']],
  ['what runs beside the API server', {}, { url: 'https://127.0.0.1:9443/judge' }, []],
  ['a component', {}, { service: { namespace: 'falco', name: 'judge' } }, []],
  ['a stranger, but for Secrets', { resources: ['pods'] }, { url: 'https://judge.example.com' }, []],
])('a webhook that leads to %s is asked who reads Secrets', (_, more, clientConfig, expected) => {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['*'], scope: '*', ...more };
  const webhook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'judge' },
    webhooks: [{ name: 'judge.example.com', clientConfig, rules: [rule] }],
  };
  expect(turned((objects) => void objects.push(webhook))).toEqual(expected);
});

test('a group of one project that is bound in another works in both', () => {
  const ids = turned((objects) => {
    object(objects, 'RoleBinding', 'viewers', 'ml-beta').subjects.push({
      kind: 'Group',
      name: 'ml:alpha:viewers',
      apiGroup: GROUP,
    });
  });
  expect(ids).toEqual(['authority/across-projects', 'authority/members-named']);
});

test('people of a project whose role lacks jobs cannot work', () => {
  const ids = turned((objects) => {
    for (const name of ['ml-scientist', 'ml-engineer']) {
      const role = object(objects, 'ClusterRole', name);
      role.rules = role.rules.filter(({ verbs }: Loose) => !verbs.includes('create'));
    }
  });
  expect(ids).toEqual(['authority/members-work']);
});

test('a binding to a role that is not there waits for whoever writes it', () => {
  const ids = turned(
    (objects) => void (object(objects, 'RoleBinding', 'viewers', 'ml-alpha').roleRef.name = 'nobody-knows'),
  );
  expect(ids).toEqual(['authority/loose-rules', 'authority/members-work']);
});

test('two projects in a namespace are one, by the labels of their pods and by their accounts', () => {
  const ids = turned((objects) => {
    const job = object(objects, 'Job', 'finetune');
    job.metadata.namespace = 'ml-alpha';
  });
  expect(ids).toContain('authority/one-project');
});

/** An agent on every node. */
function nodeAgent(account: string): Loose {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'agents' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: {
          serviceAccountName: account,
          tolerations: [{ operator: 'Exists' }],
          containers: [{ name: 'agent', image: 'agent' }],
        },
      },
    },
  };
}

test('agents of training nodes are judged by what their accounts may do', () => {
  const rights = given(core(['secrets'], ['get', 'list']), {
    subject: { kind: 'ServiceAccount', name: 'agent', namespace: 'agents' },
  });
  expect(result(judged([...exampleObjects(), nodeAgent('default'), ...rights]), 'authority/node-agents').status).toBe(
    'pass',
  );
  const { status, findings } = result(
    judged([...exampleObjects(), nodeAgent('agent'), ...rights]),
    'authority/node-agents',
  );
  expect([status, findings[0]?.message]).toEqual([
    'fail',
    'runs on training nodes as agents/agent, which may get secrets, list secrets',
  ]);
});

test('agents of training nodes are judged by what they may do in one project only', () => {
  const subject = { kind: 'ServiceAccount', name: 'default', namespace: 'agents' };
  const rights = given(core(['secrets'], ['get']), { namespace: 'ml-beta', subject });
  const { findings } = judgedBy('authority/node-agents', [...exampleObjects(), nodeAgent('default'), ...rights]);
  expect(findings.map(({ message }) => message)).toEqual([
    'runs on training nodes as agents/default, which may get secrets in ml-beta',
  ]);
});

test('a shell is accepted only for the group that the description names, in its own project', () => {
  const verdict = judged(exampleObjects());
  expect(result(verdict, 'authority/shells').findings[0]).toMatchObject({
    status: 'accepted',
    accepted: 'beta profiles kernels by hand until its tooling runs as a job (description)',
  });
  const objects = exampleObjects();
  object(objects, 'RoleBinding', 'unsafe-debuggers').subjects[0].name = 'ml:alpha:engineers';
  expect(result(judged(objects), 'authority/shells').findings[0]).toMatchObject({ status: 'fail' });
  expect(result(judged(exampleObjects(), { platform: undefined }), 'authority/shells').findings[0]).toMatchObject({
    status: 'fail',
  });
});

test('what every cluster gives its accounts is no right of a project in a dump either, unless somebody widened it', () => {
  const discovery = (rules: object[]): Loose[] =>
    given({}, {}).map((item) => ({
      ...item,
      metadata: { name: 'system:discovery' },
      ...(item.kind === 'ClusterRole'
        ? { rules }
        : {
            subjects: [{ kind: 'Group', name: 'system:authenticated', apiGroup: GROUP }],
            roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'system:discovery' },
          }),
    }));
  const dumped = { nonResourceURLs: ['/api', '/api/*', '/version'], verbs: ['get'] };
  const widened = [dumped, core(['configmaps'], ['get'])];
  expect(turned((objects) => void objects.push(...discovery([dumped])))).toEqual([]);
  expect(turned((objects) => void objects.push(...discovery(widened)))).toEqual(['authority/training-accounts']);
  // The role alone is enough: its binding is in every cluster.
  const [role] = discovery([dumped, core(['secrets'], ['list'])]);
  expect(turned((objects) => void objects.push(role))).toEqual(['authority/secrets', 'authority/training-accounts']);
});

/** What `kubectl get` prints of the roles and bindings that every API server makes for itself. */
const plainCluster = (): Loose[] =>
  structuredClone<Loose[]>([
    ...[...BUILT_IN_CLUSTER_ROLES, ...CONTROLLER_ROLES].map(({ name, namespace, rules }) => ({
      apiVersion: `${GROUP}/v1`,
      kind: namespace === undefined ? 'ClusterRole' : 'Role',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      rules,
    })),
    ...[...BUILT_IN_BINDINGS, ...CONTROLLER_BINDINGS].map(({ name, namespace, role, subjects }) => ({
      apiVersion: `${GROUP}/v1`,
      kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      subjects,
      roleRef: { apiGroup: GROUP, kind: namespace === undefined ? 'ClusterRole' : 'Role', name: role },
    })),
  ]);

describe("Kubernetes' own and operators", () => {
  const account = (namespace: string, name: string): object => ({ kind: 'ServiceAccount', name, namespace });
  const named = (kind: string, name: string): object => ({ kind, name, apiGroup: GROUP });
  const WEBHOOKS = {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    verbs: ['update'],
  };

  test('have what every cluster gives them, in a dump too', () => {
    expect(turned((objects) => void objects.push(...plainCluster()))).toEqual([]);
  });

  test.each([
    ['an account of kube-system', account('kube-system', 'ci')],
    ['an account in the namespace of a component that is none of its own', account('falco', 'ci')],
    ['kubelets', named('Group', 'system:nodes')],
    ['the scheduler by another binding', named('User', 'system:kube-scheduler')],
    ['a user whose name only looks like one of Kubernetes', named('User', 'system:eve')],
  ])('are judged for what somebody else gave them: %s', (_, subject) => {
    const rules = [
      [core(['secrets'], ['list']), 'authority/secrets'],
      [core(['pods/exec'], ['create']), 'authority/shells'],
      [core(['serviceaccounts/token'], ['create']), 'authority/identities'],
      [core(['pods/binding'], ['create']), 'authority/bare-pods'],
      [WEBHOOKS, 'authority/cluster-writers'],
      [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, 'authority/administrators'],
    ] as const;
    for (const [rule, id] of rules) {
      const objects = [...exampleObjects(), ...given(rule, { subject })];
      expect(result(judged(objects), id).status).toBe('fail');
    }
  });

  test('are judged in a project as anybody is', () => {
    const binding = {
      apiVersion: `${GROUP}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'proxy', namespace: 'ml-alpha' },
      subjects: [named('User', 'system:kube-proxy')],
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'admin' },
    };
    expect(turned((objects) => void objects.push(binding))).toEqual(
      expect.arrayContaining(['authority/shells', 'authority/secrets', 'authority/members-named']),
    );
  });

  test('of the description have what their charts give them; whether they need more is not known', () => {
    const status = (subject: object, rule: object, id: string): string =>
      result(judged([...exampleObjects(), ...given(rule, { subject })]), id).status;
    const kyverno = account('kyverno', 'kyverno-admission-controller');
    const driver = account('kube-system', 'ebs-csi-controller-sa');
    const volumes = core(['persistentvolumes'], ['create', 'delete']);
    expect(status(kyverno, WEBHOOKS, 'authority/cluster-writers')).toBe('pass');
    expect(status(driver, volumes, 'authority/cluster-writers')).toBe('pass');
    expect(status(kyverno, volumes, 'authority/cluster-writers')).toBe('unknown');
    expect(status(driver, core(['secrets'], ['list']), 'authority/secrets')).toBe('unknown');
    expect(
      status(driver, { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }, 'authority/across-projects'),
    ).toBe('unknown');
    // The example has no driver for FSx.
    expect(status(account('kube-system', 'fsx-csi-controller-sa'), volumes, 'authority/cluster-writers')).toBe('fail');
  });

  test('of a component that only the description knows are not known, unless it names them', () => {
    const components = [...platform.components, { ...platform.components[0], name: 'rook', namespace: 'rook-ceph' }];
    const status = (
      controllers: readonly string[],
      objects = given(core(['secrets'], ['list']), { subject: account('rook-ceph', 'operator') }),
    ): string =>
      result(
        judged([...exampleObjects(), ...objects], {
          platform: { ...platform, components, policies: { ...platform.policies, controllers } } as Platform,
        }),
        'authority/secrets',
      ).status;
    expect(status([])).toBe('unknown');
    expect(status(['system:serviceaccount:rook-ceph:operator'])).toBe('pass');
    expect(status(['system:serviceaccount:rook-ceph:other'])).toBe('unknown');
  });

  test('that are bound beyond what the known versions give them are not known', () => {
    const objects = plainCluster();
    object(objects, 'ClusterRole', 'system:controller:expand-controller').rules.push(core(['secrets'], ['get']));
    expect(result(judged([...exampleObjects(), ...objects]), 'authority/secrets').status).toBe('unknown');
  });
});

test('a cluster of eksctl is open to whom the older map names, unless it takes access entries only', () => {
  const cluster = (accessConfig: object): string =>
    result(
      judged([
        ...exampleObjects(),
        {
          apiVersion: 'eksctl.io/v1alpha5',
          kind: 'ClusterConfig',
          metadata: { name: 'train', region: 'us-west-2' },
          accessConfig: { bootstrapClusterCreatorAdminPermissions: false, ...accessConfig },
        },
      ]),
      'authority/administrators',
    ).status;
  const administrator = {
    principalARN: 'arn:aws:iam::111122223333:role/eve',
    accessPolicies: [
      {
        policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
        accessScope: { type: 'cluster' },
      },
    ],
  };
  expect(cluster({})).toBe('unknown');
  expect(cluster({ authenticationMode: 'API' })).toBe('pass');
  expect(cluster({ authenticationMode: 'API', accessEntries: [administrator] })).toBe('fail');
});

test('a second identity is free for pods where admission does not refuse it, and not the one by which an operator reads Secrets', () => {
  const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/reader' };
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'secrets-reader', namespace: 'ml-alpha', annotations },
    automountServiceAccountToken: false,
  };
  const objects = [...exampleObjects(), account];
  expect(judgedBy('authority/one-project', objects).status).toBe('pass');
  const open = objects.filter(
    ({ kind, metadata }) => kind !== 'ClusterPolicy' || metadata.name !== 'ml-service-account',
  );
  expect(judgedBy('authority/one-project', open).findings.map(({ message }) => message)).toEqual([
    'has several identities that any pod may take: secrets-reader, train',
  ]);
});
