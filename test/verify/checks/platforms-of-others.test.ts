import type { CheckResult } from '../../../lib/verify/verdict/verdict';
import { judgedText, result, type JudgeOptions, type Loose } from './example';
import { planned } from './foreign-platform';

const GPU = { limits: { 'nvidia.com/gpu': 8 } };
const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  rest: object,
): Loose => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
});
const podOf = (team: string): Loose => ({
  serviceAccountName: 'trainer',
  nodeSelector: { team },
  tolerations: [{ key: 'team', value: team, effect: 'NoSchedule' }],
  containers: [{ name: 'train', image: 'x:1', resources: GPU }],
  restartPolicy: 'Never',
});
const job = (team: string): Loose =>
  object('batch/v1', 'Job', 'train', `team-${team}`, { spec: { template: { spec: podOf(team) } } });
const JOBS = [job('a'), job('b')];
const web = object('apps/v1', 'Deployment', 'web', 'production', {
  spec: { selector: {}, template: { spec: { containers: [{ name: 'web', image: 'x:1' }] } } },
});

/** What one check says of a platform that nobody describes. */
function said(id: string, objects: readonly Loose[], resources: readonly Loose[] = []): CheckResult {
  const texts = {
    'objects.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    ...(resources.length === 0
      ? {}
      : {
          'plan.json': JSON.stringify({
            version: 3,
            deployment: { resources: resources.map((item) => ({ outputs: item.inputs, ...item })) },
          }),
        }),
  };
  const options: JudgeOptions = { platform: undefined, families: [id.split('/')[0] as 'pod'] };
  return result(judgedText(texts, { ...options, assume: ['complete', 'cni=calico'] }), id);
}
const messages = ({ findings }: CheckResult): string => findings.map(({ message }) => message).join('; ');

describe('the role of a project', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/A' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'oidc.eks.us-west-2.amazonaws.com/id/A:sub': 'system:serviceaccount:team-a:trainer',
            'oidc.eks.us-west-2.amazonaws.com/id/A:aud': 'sts.amazonaws.com',
          },
        },
      },
    ],
  };
  const ROLE = 'arn:aws:iam::111122223333:role/teams/team-a';
  const stack = [
    planned('eks/cluster:Cluster', 'main', {
      name: 'main',
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP', bootstrapClusterCreatorAdminPermissions: false },
    }),
    planned('iam/role:Role', 'team-a', {
      name: 'team-a',
      path: '/teams/',
      arn: ROLE,
      assumeRolePolicy: JSON.stringify(trust),
    }),
  ];
  const entry = planned('eks/accessEntry:AccessEntry', 'a', {
    clusterName: 'main',
    type: 'STANDARD',
    principalArn: ROLE,
    kubernetesGroups: ['team-b-engineers'],
  });
  const mapped = object('v1', 'ConfigMap', 'aws-auth', 'kube-system', {
    data: {
      mapRoles: JSON.stringify([{ rolearn: ROLE.replace('/teams', ''), username: 'a', groups: ['system:masters'] }]),
    },
  });

  test('enters no cluster, by an entry or by the older mapping', () => {
    expect(said('authority/training-accounts', JOBS, stack).status).toBe('pass');
    expect(messages(said('authority/training-accounts', JOBS, [...stack, entry]))).toContain(
      `its role ${ROLE} enters the cluster, as group team-b-engineers`,
    );
    expect(messages(said('authority/training-accounts', [...JOBS, mapped], stack))).toContain(
      'enters the cluster, as group system:masters',
    );
  });
});

describe('nodes', () => {
  const node = (name: string, labels: object, taints: readonly object[]): Loose => ({
    ...object('v1', 'Node', name, undefined, {
      spec: { taints },
      status: { capacity: { 'nvidia.com/gpu': '8' } },
    }),
    metadata: { name, labels },
  });
  const own = ['a', 'b'].map((team) =>
    node(`gpu-${team}`, { team }, [{ key: 'team', value: team, effect: 'NoSchedule' }]),
  );

  test.each([
    'node.kubernetes.io/not-ready',
    'node.kubernetes.io/unschedulable',
    'node.cloudprovider.kubernetes.io/uninitialized',
    'ToBeDeletedByClusterAutoscaler',
    'karpenter.sh/disrupted',
    'ebs.csi.aws.com/agent-not-ready',
  ])('are not kept free by %s, which goes by itself', (key) => {
    const bare = node('gpu-c', { team: 'a' }, [{ key, effect: 'NoExecute' }]);
    const found = said('placement/others-stay-out', [...JOBS, ...own, bare, web]);
    expect(messages(found)).toContain('has no taint that keeps pods out');
    expect(messages(found)).toContain('can land on Node gpu-c');
    expect(said('placement/others-stay-out', [...JOBS, ...own, web]).status).toBe('pass');
  });

  test.each([
    ['node.kubernetes.io/instance-type', 'In', ['p4d.24xlarge']],
    ['karpenter.k8s.aws/instance-family', 'In', ['p4d']],
    ['eks.amazonaws.com/instance-family', 'In', ['p5']],
    ['karpenter.k8s.aws/instance-gpu-name', 'In', ['a100']],
    ['karpenter.k8s.aws/instance-gpu-count', 'Gt', ['0']],
  ])('of Karpenter are for training where their pool asks for %s %s %j', (key, operator, values) => {
    const pool = (team: string): Loose =>
      object('karpenter.sh/v1', 'NodePool', `gpu-${team}`, undefined, {
        spec: {
          template: {
            metadata: { labels: { team } },
            spec: {
              nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpu' },
              requirements: [{ key, operator, values }],
              taints: [{ key: 'team', value: team, effect: 'NoSchedule' }],
            },
          },
        },
      });
    const objects = [...JOBS, pool('a'), pool('b'), web];
    expect(['placement/training-stays', 'placement/others-stay-out'].map((id) => said(id, objects).status)).toEqual([
      'pass',
      'pass',
    ]);
  });
});

test.each(['podSpecOverrides', 'podTemplateOverrides', 'runtimePatches', 'whatComesNext'])(
  'a TrainJob with %s has other pods than its runtime',
  (key) => {
    const runtime = object('trainer.kubeflow.org/v1alpha1', 'ClusterTrainingRuntime', 'torch', undefined, {
      spec: {
        template: {
          spec: { replicatedJobs: [{ name: 'node', template: { spec: { template: { spec: podOf('a') } } } }] },
        },
      },
    });
    const train = (more: object): Loose =>
      object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'train', 'team-a', {
        spec: { runtimeRef: { name: 'torch' }, trainer: { numNodes: 2 }, ...more },
      });
    expect(said('pod/volumes', [...JOBS, runtime, train({})]).status).toBe('pass');
    expect(said('pod/volumes', [...JOBS, runtime, train({ [key]: [{ targetJobs: [{ name: 'node' }] }] })]).status).toBe(
      'unknown',
    );
  },
);

test.each(['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id'])(
  'two projects have no identity of a cloud in common, by %s',
  (key) => {
    const account = (team: string, value: string): Loose => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'trainer', namespace: `team-${team}`, annotations: { [key]: value } },
    });
    expect(said('pod/service-account', [...JOBS, account('a', 'x'), account('b', 'y')]).status).toBe('pass');
    expect(messages(said('pod/service-account', [...JOBS, account('a', 'x'), account('b', 'x')]))).toContain(
      'names x, as team-b/trainer of another project does',
    );
  },
);

describe('rights to policies of Calico', () => {
  const role = (name: string, rules: readonly object[], subject: object): readonly Loose[] => [
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', name, undefined, { rules }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', name, undefined, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', ...subject }],
    }),
  ];
  const everybody = { kind: 'Group', name: 'system:authenticated' };
  const all = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
  const kinds = (...resources: readonly string[]): object => ({
    apiGroups: ['projectcalico.org'],
    resources,
    verbs: all,
  });
  const PASSTHROUGH = 'calico-tiered-policy-passthrough';

  test('are those to its tiers, since its own server asks for them; what its operator gives everybody is no right', () => {
    const writers = (objects: readonly Loose[]): string =>
      said('authority/cluster-writers', [...JOBS, ...objects]).status;
    const passes = kinds('networkpolicies', 'globalnetworkpolicies');
    expect(writers(role(PASSTHROUGH, [passes], everybody))).toBe('pass');
    expect(writers(role('another', [passes], everybody))).toBe('fail');
    expect(writers(role(PASSTHROUGH, [passes, kinds('tiers')], everybody))).toBe('fail');
    const team = { kind: 'Group', name: 'team-a-engineers' };
    expect(writers(role('tiers', [kinds('tier.globalnetworkpolicies')], team))).toBe('fail');
    expect(
      writers(
        role(
          'templates',
          [{ apiGroups: ['templates.gatekeeper.sh'], resources: ['constrainttemplates'], verbs: ['delete'] }],
          team,
        ),
      ),
    ).toBe('fail');
  });
});

test('a claim without a class is given a folder of a node where that is the default', () => {
  const claim = object('v1', 'PersistentVolumeClaim', 'ckpt', 'team-a', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  const local = (isDefault: string): Loose => ({
    ...object('storage.k8s.io/v1', 'StorageClass', 'local-path', undefined, { provisioner: 'rancher.io/local-path' }),
    metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': isDefault } },
  });
  expect(messages(said('storage/off-nodes', [...JOBS, local('true'), claim]))).toContain('is given a folder of a node');
  expect(said('storage/off-nodes', [...JOBS, local('false'), claim]).status).toBe('not-applicable');
});

test('a StatefulSet mounts the claims that it makes for its pods', () => {
  const set = (name: string): Loose => {
    const spec = podOf('a');
    spec.restartPolicy = 'Always';
    spec.containers[0].volumeMounts = [{ name, mountPath: '/data' }];
    return object('apps/v1', 'StatefulSet', 'train', 'team-a', {
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: { metadata: { labels: { app: 'a' } }, spec },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
      },
    });
  };
  expect(messages(said('pod/complete', [set('data')]))).not.toContain('which is no volume of it');
  expect(messages(said('pod/complete', [set('other')]))).toContain('mounts other, which is no volume of it');
});

test.each([
  ['the default account of another namespace', { kind: 'ServiceAccount', name: 'default', namespace: 'tools' }, true],
  ['an account of production', { kind: 'ServiceAccount', name: 'web', namespace: 'shop-prod' }, true],
  ['a node', { kind: 'User', name: 'system:node:gpu-b' }, true],
  ['all nodes', { kind: 'Group', name: 'system:nodes' }, true],
  ['an account of a tool', { kind: 'ServiceAccount', name: 'argo', namespace: 'argo' }, false],
  ['its people', { kind: 'Group', name: 'team-a-engineers' }, false],
])('work in a project for %s: it is nobody’s alone, %s, %s', (_, subject, isNobodys) => {
  const binding = object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'work', 'team-a', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'work' },
    subjects: [{ ...(subject.kind === 'ServiceAccount' ? {} : { apiGroup: 'rbac.authorization.k8s.io' }), ...subject }],
  });
  const role = object('rbac.authorization.k8s.io/v1', 'Role', 'work', 'team-a', {
    rules: [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }],
  });
  const found = messages(said('authority/across-projects', [...JOBS, role, binding]));
  expect(found.includes('as which whatever runs there works in the project')).toBe(isNobodys);
});

test('whoever asks for no GPU is no project', () => {
  const idle = structuredClone(web);
  idle.metadata.namespace = 'shop';
  idle.spec.template.spec.containers[0].resources = { limits: { 'nvidia.com/gpu': '0' } };
  expect(said('pod/security', [...JOBS, idle]).findings.some(({ namespace }) => namespace === 'shop')).toBe(false);
});

describe('pods that an object makes', () => {
  const unknown = (objects: readonly Loose[]): string => messages(said('pod/volumes', objects));
  const ray = (more: object): Loose =>
    object('ray.io/v1', 'RayJob', 'train', 'team-a', {
      spec: {
        entrypoint: 'python train.py',
        rayClusterSpec: { headGroupSpec: { template: { spec: podOf('a') } }, workerGroupSpecs: [] },
        ...more,
      },
    });

  test('are none for the command of a RayJob that is sent to its cluster', () => {
    expect(unknown([ray({})])).toContain('the pod template is not in the files');
    for (const submissionMode of ['HTTPMode', 'InteractiveMode']) expect(unknown([ray({ submissionMode })])).toBe('');
  });

  test('count for each replica of it, and each host of a replica', () => {
    const quota = object('v1', 'ResourceQuota', 'q', 'team-a', { spec: { hard: { pods: '4' } } });
    const jobSet = (replicas: number): Loose =>
      object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'train', 'team-a', {
        spec: { replicatedJobs: [{ name: 'a', replicas, template: { spec: { template: { spec: podOf('a') } } } }] },
      });
    expect(said('pod/fits-limits', [quota, jobSet(4)]).status).toBe('pass');
    expect(said('pod/fits-limits', [quota, jobSet(5)]).status).toBe('fail');
  });

  test('of a typed list, and of an object without metadata, are asked of admission', () => {
    const item = { metadata: { name: 'p', namespace: 'team-a' }, spec: podOf('a') };
    const policies = object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', undefined, {});
    expect(said('admission/jobs-start', [{ apiVersion: 'v1', kind: 'PodList', items: [item] }, policies]).status).toBe(
      'pass',
    );
    const bare = { apiVersion: 'kubeflow.org/v2beta1', kind: 'MPIJob', metadata: null, spec: {} };
    expect(said('admission/jobs-start', [...JOBS, policies, bare]).status).toBe('pass');
  });
});

describe('a guard without a description', () => {
  const guard = (expression: string): readonly Loose[] => [
    object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'tokens', undefined, {
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['serviceaccounts/token'] },
          ],
        },
        validations: [{ expression }],
      },
    }),
    object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'tokens', undefined, {
      spec: { policyName: 'tokens', validationActions: ['Deny'] },
    }),
  ];
  const rights = object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'work', 'team-b', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'team-b-engineers' }],
  });
  const NODE = "request.userInfo.username.startsWith('system:node:')";

  test.each([
    ['nodes', NODE, 'pass'],
    ['nodes and administrators', `${NODE} || 'platform-admins' in request.userInfo.groups`, 'pass'],
    [
      'an account of training',
      `${NODE} || request.userInfo.username == 'system:serviceaccount:team-b:trainer'`,
      'fail',
    ],
    ['every account', `${NODE} || 'system:serviceaccounts' in request.userInfo.groups`, 'fail'],
    ['people of one project', `${NODE} || 'team-b-engineers' in request.userInfo.groups`, 'fail'],
  ])('may let through %s', (_, expression, expected) => {
    expect(said('admission/account-tokens', [...JOBS, rights, ...guard(expression)]).status).toBe(expected);
  });
});

test.each([
  [
    'a variable of its processes',
    { runtimeEnvYAML: 'env_vars: { AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY }' },
    true,
  ],
  [
    'the password of its store',
    { rayClusterSpec: { headGroupSpec: { rayStartParams: { 'redis-password': 'k9Sdf72hs' } } } },
    true,
  ],
  ['another variable', { runtimeEnvYAML: 'env_vars: { NCCL_DEBUG: INFO }' }, false],
  ['nothing that Ray reads', { runtimeEnvYAML: '{' }, false],
])('a job of Ray holds no credential as %s', (_, spec, isHeld) => {
  const found = said('secrets/literal-credentials', [
    ...JOBS,
    object('ray.io/v1', 'RayJob', 'train', 'team-a', { spec }),
  ]);
  expect(messages(found).includes('holds a credential')).toBe(isHeld);
});
