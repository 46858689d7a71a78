import { exampleObjects, judged, result, turned, type Loose } from '../example';

const GROUP = 'rbac.authorization.k8s.io';
const group = (name: string): object => ({ kind: 'Group', name, apiGroup: GROUP });
const SCIENTISTS = group('ml:alpha:scientists');

/** A binding of somebody to a role with one rule, in a namespace or in the cluster. */
function bound(apiGroup: string, resource: string, verb: string, subject: object, namespace?: string): Loose[] {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const metadata = { name: 'extra', ...(namespace === undefined ? {} : { namespace }) };
  const apiVersion = `${GROUP}/v1`;
  return [
    { apiVersion, kind, metadata, rules: [{ apiGroups: [apiGroup], resources: [resource], verbs: [verb] }] },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      subjects: [subject],
      roleRef: { apiGroup: GROUP, kind, name: 'extra' },
    },
  ];
}

describe('people of one project, by a binding of the cluster', () => {
  test.each([
    ['', 'pods/eviction', 'create'],
    ['', 'pods/resize', 'patch'],
    ['apps', 'statefulsets/scale', 'update'],
  ])('end work of every project by %s %s', (apiGroup, resource, verb) => {
    expect(turned((o) => void o.push(...bound(apiGroup, resource, verb, SCIENTISTS)))).toEqual([
      'authority/across-projects',
    ]);
    // Drains and autoscalers do it all the time.
    const drain = { kind: 'ServiceAccount', name: 'drain', namespace: 'kured' };
    expect(turned((o) => void o.push(...bound(apiGroup, resource, verb, drain)))).toEqual([]);
  });
});

test.each([
  ['apps', 'replicasets'],
  ['batch', 'cronjobs'],
  ['ray.io', 'rayclusters'],
])('people of one project see the work of all by a list of %s %s', (apiGroup, resource) => {
  expect(turned((o) => void o.push(...bound(apiGroup, resource, 'list', SCIENTISTS)))).toEqual([
    'authority/across-projects',
  ]);
  expect(turned((o) => void o.push(...bound(apiGroup, resource, 'list', group('auditors'))))).toEqual([]);
});

describe('whom the description has nowhere', () => {
  test.each([
    ['apps', 'deployments', 'patch'],
    ['batch', 'cronjobs', 'update'],
    ['batch', 'jobs', 'delete'],
    ['', 'pods/eviction', 'create'],
  ])('changes or stops work of a project by %s %s', (apiGroup, resource, verb) => {
    expect(turned((o) => void o.push(...bound(apiGroup, resource, verb, group('finance'), 'ml-alpha')))).toEqual([
      'authority/members-named',
    ]);
  });

  test('looks at objects of a project, which is no matter of this check', () => {
    expect(turned((o) => void o.push(...bound('batch', 'jobs', 'list', group('finance'), 'ml-alpha')))).toEqual([]);
  });
});

test.each([
  ['policies.kyverno.io', 'namespacedgeneratingpolicies', 'create'],
  ['policies.kyverno.io', 'namespaceddeletingpolicies', 'create'],
  ['kustomize.toolkit.fluxcd.io', 'kustomizations', 'create'],
  ['helm.toolkit.fluxcd.io', 'helmreleases', 'patch'],
  ['helm.cattle.io', 'helmcharts', 'create'],
  ['', 'resourcequotas/status', 'patch'],
  ['eks.amazonaws.com', 'targetgroupbindings', 'create'],
])('in a project nobody has another apply what they may not write: %s %s', (apiGroup, resource, verb) => {
  expect(turned((o) => void o.push(...bound(apiGroup, resource, verb, SCIENTISTS, 'ml-alpha')))).toEqual([
    'authority/fences',
  ]);
});

test.each([
  ['eks.amazonaws.com', 'nodeclasses', 'update'],
  ['snapshot.storage.k8s.io', 'volumesnapshotcontents/status', 'patch'],
  ['groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents', 'create'],
  ['argoproj.io', 'applications', 'create'],
  ['velero.io', 'restores', 'create'],
])('in the cluster only administrators write %s %s', (apiGroup, resource, verb) => {
  expect(turned((o) => void o.push(...bound(apiGroup, resource, verb, SCIENTISTS)))).toEqual([
    'authority/cluster-writers',
  ]);
});

test('a role of a controller has its rights whoever is bound to it, in the files or not', () => {
  const ids = turned((o) => {
    const [, binding] = bound('', 'pods', 'get', group('developers'));
    binding.roleRef.name = 'system:controller:job-controller';
    o.push(binding);
  });
  expect(ids).toEqual(['authority/bare-pods', 'authority/across-projects'].sort());
});

describe('the older way into a cluster of EKS', () => {
  const awsAuth = (entry: string, key = 'mapRoles'): Loose => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'aws-auth', namespace: 'kube-system' },
    data: { [key]: entry },
  });
  const role = (name: string, user: string, groups: string): string =>
    `- rolearn: arn:aws:iam::111122223333:role/${name}\n  username: ${user}\n  groups: [${groups}]\n`;

  test.each<[string, readonly string[], Loose]>([
    ['makes a stranger a master', ['authority/administrators'], awsAuth(role('dev', 'dev', 'system:masters'))],
    ['makes an administrator of the description one', [], awsAuth(role('platform-admin', 'admin', 'system:masters'))],
    [
      'makes somebody the account of a project',
      ['authority/administrators'],
      awsAuth(role('dev', 'system:serviceaccount:ml-beta:train', 'devs')),
    ],
    [
      'makes somebody a part of the control plane',
      ['authority/administrators'],
      awsAuth(
        '- userarn: arn:aws:iam::111122223333:user/eve\n  username: system:kube-controller-manager\n',
        'mapUsers',
      ),
    ],
    [
      'lets nodes join',
      [],
      awsAuth(role('node', "'system:node:{{EC2PrivateDNSName}}'", "'system:bootstrappers', 'system:nodes'")),
    ],
  ])('%s', (_, expected, map) => {
    expect(turned((o) => void o.push(map))).toEqual(expected);
  });

  test('makes a single person a master, which no description has to say', () => {
    const eve = awsAuth(
      '- userarn: arn:aws:iam::111122223333:user/eve\n  username: eve\n  groups: [system:masters]\n',
      'mapUsers',
    );
    const found = (map: Loose): string =>
      result(judged([...exampleObjects(), map], { platform: undefined, assume: [] }), 'authority/administrators')
        .status;
    expect([found(eve), found(awsAuth(role('admin', 'admin', 'system:masters')))]).toEqual(['fail', 'not-applicable']);
  });
});

describe('what an operator makes in the cloud of an object', () => {
  test.each([
    ['iam.services.k8s.aws', 'roles', 'create'],
    ['eks.services.k8s.aws', 'podidentityassociations', 'create'],
    ['iam.aws.m.upbound.io', 'rolepolicyattachments', 'patch'],
    ['s3.aws.m.upbound.io', 'bucketpolicies', 'update'],
  ])('is nothing for people of a project to write, by %s %s', (apiGroup, resource, verb) => {
    expect(turned((o) => void o.push(...bound(apiGroup, resource, verb, SCIENTISTS, 'ml-alpha')))).toEqual([
      'authority/fences',
    ]);
    expect(turned((o) => void o.push(...bound(apiGroup, resource, 'get', SCIENTISTS, 'ml-alpha')))).toEqual([]);
  });

  test('is seen in the whole cluster where its kinds belong to it', () => {
    const kind = ['iam.aws.upbound.io', 'rolepolicyattachments', 'create'] as const;
    expect(turned((o) => void o.push(...bound(...kind, group('finance'))))).toEqual(['authority/cluster-writers']);
    expect(turned((o) => void o.push(...bound(...kind, SCIENTISTS, 'ml-alpha')))).toEqual([]);
  });
});
