import { Authority } from '../../../lib/verify/authority/authority';
import { readResourceName } from '../../../lib/verify/authority/resource-name';
import { ruleAllows, type Rule } from '../../../lib/verify/authority/rule';
import { serviceAccountIdentity, subjectText } from '../../../lib/verify/authority/subject';
import { readUrlRequest, type UrlRequest } from '../../../lib/verify/authority/url';
import { whoCan } from '../../../lib/verify/authority/who-can';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { faultPaths } from '../../faults-of';
import { account, authority, binding, group, names, RBAC, request, role, rule } from './rbac';

describe('a rule allows', () => {
  test.each([
    [rule('get', 'pods'), 'get pods', true],
    [rule('get', 'pods'), 'get pods/exec', false],
    [rule('get', 'pods/*'), 'get pods/exec', false],
    [rule('get', '*'), 'get pods/exec', true],
    [rule('get', '*/exec'), 'get pods/exec', true],
    [rule('get', '*/exec'), 'get pods', false],
    [rule('*', 'pods'), 'impersonate pods', true],
    [rule('get', 'pods', { apiGroups: ['*'] }), 'get deployments', false],
    [rule('get', 'deployments', { apiGroups: ['*'] }), 'get deployments', true],
    [rule('get', 'deployments'), 'get deployments', false],
    [rule('create', 'pods', { resourceNames: ['x'] }), 'create pods', false],
    [rule('list', 'pods', { resourceNames: ['x'] }), 'list pods', false],
    [rule('list', 'pods', { resourceNames: [] }), 'list pods', true],
    // The API server asks about a collection with an empty name, and about an object with its own.
    [rule('list', 'pods', { resourceNames: [''] }), 'list pods', true],
    [rule('deletecollection', 'pods', { resourceNames: ['x', ''] }), 'deletecollection pods', true],
    [rule('create', 'pods', { resourceNames: [''] }), 'create pods', true],
    [rule('get', 'pods', { resourceNames: [''] }), 'get pods', false],
    [rule('create', 'pods/exec', { resourceNames: [''] }), 'create pods/exec', false],
  ])('%j: %s %s', (given, asked, allowed) => expect(ruleAllows(given, request(asked, 'alpha'))).toBe(allowed));

  test('objects of the names that it gives, and no others', () => {
    const named = rule('get', 'secrets', { resourceNames: ['x'] });
    expect([
      ruleAllows(named, request('get secrets', 'alpha', 'x')),
      ruleAllows(named, request('get secrets', 'alpha', 'y')),
    ]).toEqual([true, false]);
  });
});

describe('bindings', () => {
  const exec = rule('create', 'pods/exec');
  test('of a namespace hold in it, whatever kind of role they name; those of the cluster everywhere', () => {
    const found = authority(
      role('Role', 'r', [exec]),
      role('ClusterRole', 'c', [exec]),
      binding('RoleBinding', 'rb', ['Role', 'r'], [group('one')]),
      binding('RoleBinding', 'cb', ['ClusterRole', 'c'], [group('two')]),
      binding('ClusterRoleBinding', 'crb', ['ClusterRole', 'c'], [group('three'), account('sa')]),
    );
    expect(names(found, 'create pods/exec', 'alpha')).toEqual([
      'Group one @alpha',
      'Group three @*',
      'Group two @alpha',
      'ServiceAccount alpha/sa @*',
    ]);
    expect(names(found, 'create pods/exec', 'beta')).toEqual(['Group three @*', 'ServiceAccount alpha/sa @*']);
    expect(names(found, 'create pods/exec')).toEqual([
      'Group one @alpha',
      'Group three @*',
      'Group two @alpha',
      'ServiceAccount alpha/sa @*',
    ]);
  });

  test('to a role that is not there grant nothing and are told', () => {
    const found = authority(binding('RoleBinding', 'rb', ['Role', 'missing'], [group('one')]));
    expect([names(found, 'get pods', 'alpha'), found.dangling.map(({ name }) => name)]).toEqual([[], ['rb']]);
  });

  test('name service accounts by namespace, and by the groups of all of them', () => {
    const found = authority(
      role('ClusterRole', 'c', [exec]),
      binding('RoleBinding', 'a', ['ClusterRole', 'c'], [{ kind: 'ServiceAccount', name: 'train' }]),
      binding('RoleBinding', 'b', ['ClusterRole', 'c'], [group('system:serviceaccounts:gamma')], 'beta'),
    );
    expect(found.may(serviceAccountIdentity('alpha', 'train'), request('create pods/exec', 'alpha'))).toBe(true);
    expect(found.may(serviceAccountIdentity('beta', 'train'), request('create pods/exec', 'alpha'))).toBe(false);
    expect(found.may(serviceAccountIdentity('gamma', 'any'), request('create pods/exec', 'beta'))).toBe(true);
  });

  test('tell the names that a right is limited to', () => {
    const found = authority(
      role('Role', 'r', [rule('get', 'secrets', { resourceNames: ['x', 'y'] })]),
      binding('RoleBinding', 'rb', ['Role', 'r'], [group('one')]),
    );
    expect(whoCan(found, request('get secrets', 'alpha'))[0]?.grants[0]?.names).toEqual(['x', 'y']);
    expect(whoCan(found, request('list secrets', 'alpha'))).toEqual([]);
  });

  test('of the empty name give whole collections and no object; those of other names, what a field selector finds', () => {
    const limits = (resourceNames: string[]): object =>
      Object.fromEntries(
        ['get', 'list', 'watch', 'create', 'deletecollection'].map((verb) => {
          const found = authority(
            role('Role', 'r', [rule('*', 'secrets', { resourceNames })]),
            binding('RoleBinding', 'rb', ['Role', 'r'], [group('one')]),
          );
          const grant = whoCan(found, request(`${verb} secrets`, 'alpha'))[0]?.grants[0];
          return [verb, grant === undefined ? 'nobody' : (grant.names ?? 'all')];
        }),
      );
    const all = { list: 'all', watch: 'all', create: 'all', deletecollection: 'all' };
    expect(limits([''])).toEqual({ ...all, get: 'nobody' });
    expect(limits(['', 'x'])).toEqual({ ...all, get: ['x'] });
    expect(limits(['x'])).toEqual({
      get: ['x'],
      list: ['x'],
      watch: ['x'],
      create: 'nobody',
      deletecollection: 'nobody',
    });
  });
});

describe('built-in roles', () => {
  test.each([
    ['view', 'get pods', true],
    ['view', 'get secrets', false],
    ['view', 'get pods/exec', false],
    ['edit', 'create pods/exec', true],
    ['edit', 'get pods/exec', true],
    ['edit', 'get secrets', true],
    ['edit', 'impersonate serviceaccounts', true],
    ['edit', 'create serviceaccounts/token', true],
    ['edit', 'create rolebindings', false],
    ['admin', 'create rolebindings', true],
    ['admin', 'update resourcequotas', false],
    ['cluster-admin', 'delete nodes', true],
  ])('%s: %s %s', (name, asked, allowed) => {
    const found = authority(binding('RoleBinding', 'rb', ['ClusterRole', name], [group('one')]));
    expect(names(found, asked, 'alpha')).toEqual(allowed ? ['Group one @alpha'] : []);
  });

  test('are extended by roles with the label of the aggregation, through all levels', () => {
    const extension = {
      ...role('ClusterRole', 'ext', [rule('create', 'rayjobs', { apiGroups: ['ray.io'] })]),
      metadata: { name: 'ext', labels: { [`${RBAC}/aggregate-to-edit`]: 'true' } },
    };
    const found = authority(
      extension,
      binding('RoleBinding', 'rb', ['ClusterRole', 'admin'], [group('one')]),
      binding('RoleBinding', 'v', ['ClusterRole', 'view'], [group('two')]),
    );
    expect(names(found, 'create rayjobs', 'alpha')).toEqual(['Group one @alpha']);
  });

  test('and all others that collect rules keep their own, which in a dump are those of roles that it leaves out', () => {
    const collecting = {
      ...role('ClusterRole', 'collecting', [rule('get', 'secrets')]),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: 'yes' } }] },
    };
    const part = {
      ...role('ClusterRole', 'part', [rule('get', 'pods')]),
      metadata: { name: 'part', labels: { part: 'yes' } },
    };
    const found = authority(
      collecting,
      part,
      binding('RoleBinding', 'rb', ['ClusterRole', 'collecting'], [group('one')]),
    );
    expect([names(found, 'get secrets'), names(found, 'get pods')]).toEqual([
      ['Group one @alpha'],
      ['Group one @alpha'],
    ]);
  });

  test('of the input replace those that are known', () => {
    const found = authority(
      role('ClusterRole', 'edit', []),
      binding('RoleBinding', 'rb', ['ClusterRole', 'edit'], [group('one')]),
    );
    expect(names(found, 'create pods', 'alpha')).toEqual([]);
  });

  test('bind their own subjects, which are told on request', () => {
    expect(names(authority(), 'delete nodes')).toEqual([]);
    expect(names(authority(), 'delete nodes', undefined, { system: true })).toContain('Group system:masters @*');
    expect(authority().may({ user: 'x', groups: ['system:masters'] }, request('delete nodes'))).toBe(true);
  });
});

describe('beside RBAC', () => {
  const masters = (...objects: object[]): boolean =>
    names(authority(...objects), 'delete nodes', undefined, { system: true }).includes('Group system:masters @*');
  test('system:masters may do everything, whatever the input makes of cluster-admin', () => {
    const rebound = binding('ClusterRoleBinding', 'cluster-admin', ['ClusterRole', 'view'], [group('one')]);
    expect([masters(), masters(rebound), masters(role('ClusterRole', 'cluster-admin', []))]).toEqual([
      true,
      true,
      true,
    ]);
    expect(names(authority(rebound), 'delete nodes')).toEqual([]);
  });

  test('kubelets have the rights of the node authorizer', () => {
    expect(names(authority(), 'get secrets', undefined, { system: true })).toContain('Group system:nodes @*');
    expect(names(authority(), 'create pods/exec', undefined, { system: true })).not.toContain('Group system:nodes @*');
  });

  test('a role of the input gives what it says, even if it is called as one of those rights', () => {
    const found = authority(
      role('ClusterRole', 'system:masters', [rule('get', 'pods')]),
      binding('RoleBinding', 'rb', ['ClusterRole', 'system:masters'], [group('one')]),
    );
    expect([names(found, 'get pods'), names(found, 'get secrets')]).toEqual([['Group one @alpha'], []]);
  });
});

describe('what every cluster has', () => {
  const nodes = 'delete nodes';
  const dumped = (subjects = [group('system:masters')], to = 'cluster-admin'): object =>
    binding('ClusterRoleBinding', 'cluster-admin', ['ClusterRole', to], subjects);
  const collector = (rules: Rule[], subject = account('generic-garbage-collector', 'kube-system')): object[] => [
    role('ClusterRole', 'system:controller:generic-garbage-collector', rules),
    binding(
      'ClusterRoleBinding',
      'system:controller:generic-garbage-collector',
      ['ClusterRole', 'system:controller:generic-garbage-collector'],
      [subject],
    ),
  ];
  const all: Rule = { apiGroups: ['*'], resources: ['*'], verbs: ['delete'] };

  test('is left out of the answer, wherever it comes from, and told on request', () => {
    const dump = authority(dumped(), ...collector([all]));
    expect(names(dump, nodes)).toEqual([]);
    expect(names(dump, nodes, undefined, { system: true })).toEqual(
      expect.arrayContaining(['Group system:masters @*', 'ServiceAccount kube-system/generic-garbage-collector @*']),
    );
  });

  test('does not cover what somebody added to it: subjects, rules, another role', () => {
    expect(names(authority(dumped([group('system:masters'), group('devs')])), nodes)).toEqual(['Group devs @*']);
    expect(names(authority(...collector([all], account('x'))), nodes)).toEqual(['ServiceAccount alpha/x @*']);
    expect(names(authority(...collector([{ ...all, verbs: ['create'] }])), 'create pods')).toEqual([
      'ServiceAccount kube-system/generic-garbage-collector @*',
    ]);
    // A role is widened without its binding: the binding is not in the input.
    const discovery = role('ClusterRole', 'system:discovery', [rule('get', 'secrets')]);
    expect(names(authority(discovery), 'get secrets')).toEqual(['Group system:authenticated @*']);
  });

  test('is no news as the start of a way either', () => {
    const ways = (...objects: object[]): string[] =>
      names(
        authority(
          role('Role', 'holder', [rule('create', 'pods/exec')]),
          binding('RoleBinding', 'holder', ['Role', 'holder'], [account('operator')]),
          ...objects,
        ),
        'create pods/exec',
        'alpha',
        { indirect: true },
      );
    const jobs = [role('ClusterRole', 'j', [rule('create', 'pods')])];
    const to = (subject: object): object => binding('ClusterRoleBinding', 'j', ['ClusterRole', 'j'], [subject]);
    expect(ways(...jobs, to(account('job-controller', 'kube-system')))).toEqual([
      'ServiceAccount alpha/operator @alpha',
    ]);
    expect(ways(...jobs, to({ kind: 'User', name: 'system:serviceaccount:beta:x' }))).toHaveLength(2);
  });
});

describe('paths that are no resource', () => {
  const urls = (...nonResourceURLs: string[]): object =>
    role('ClusterRole', 'urls', [{ nonResourceURLs, verbs: ['get'] }]);
  const who = (verb: string, url: string, kind: string, ...nonResourceURLs: string[]): string[] =>
    whoCan(
      authority(urls(...nonResourceURLs), binding(kind, 'urls', ['ClusterRole', 'urls'], [group('one')])),
      readUrlRequest(verb, url) as UrlRequest,
    ).map(({ subject }) => subjectText(subject));

  test.each<[string, string, string, boolean]>([
    ['get', '/metrics', '/metrics', true],
    ['get', '/metrics/slis', '/metrics', false],
    ['get', '/metrics/slis', '/metrics/*', true],
    ['get', '/metrics', '/metrics/*', false],
    ['get', '/metrics', '*', true],
    ['get', '/metrics', '/met*', true],
    ['post', '/metrics', '*', false],
  ])('%s %s by %s: %s', (verb, url, rules, allowed) =>
    expect(who(verb, url, 'ClusterRoleBinding', rules)).toEqual(allowed ? ['Group one'] : []),
  );

  test('are given by bindings of the cluster only, and never by rules about resources', () => {
    expect(who('get', '/metrics', 'RoleBinding', '*')).toEqual([]);
    const all = authority(
      role('ClusterRole', 'all', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]),
      binding('ClusterRoleBinding', 'all', ['ClusterRole', 'all'], [group('one')]),
    );
    expect(whoCan(all, { verb: 'get', url: '/metrics' })).toEqual([]);
  });
});

describe('EKS', () => {
  const resource = (type: string, name: string, inputs: object): object => ({
    urn: `urn:pulumi:dev::p::${type}::${name}`,
    type,
    inputs,
  });
  const ARN = 'arn:aws:iam::111122223333:role/people';
  const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
  const plan = (...resources: object[]): Authority =>
    new Authority(inputsOf([{ name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources } }) }]));
  const entry = (groups: string[] = []): object =>
    resource('aws:eks/accessEntry:AccessEntry', 'people', { principalArn: ARN, kubernetesGroups: groups });
  const policy = (name: string, accessScope: object = { type: 'cluster' }): object =>
    resource('aws:eks/accessPolicyAssociation:AccessPolicyAssociation', name, {
      principalArn: ARN,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
      accessScope,
    });

  test('lets principals in by access policies, which contain exec from Edit upwards', () => {
    const edit = plan(entry(), policy('AmazonEKSEditPolicy', { type: 'namespace', namespaces: ['alpha'] }));
    expect([names(edit, 'create pods/exec', 'alpha'), names(edit, 'create pods/exec', 'beta')]).toEqual([
      [`IAM ${ARN} @alpha`],
      [],
    ]);
    expect(names(edit, 'create serviceaccounts/token', 'alpha')).toEqual([]);
    expect(names(plan(entry(), policy('AmazonEKSViewPolicy')), 'create pods/exec', 'alpha')).toEqual([]);
    expect(names(plan(entry(), policy('AmazonEKSAdminViewPolicy')), 'list secrets')).toEqual([`IAM ${ARN} @*`]);
    expect(plan(entry(), policy('AmazonEKSNewPolicy')).unknownPolicies).toEqual([
      `access policy AmazonEKSNewPolicy of ${ARN}`,
    ]);
  });

  test('lets in whom only an association names: its entry may be older than the program', () => {
    expect(names(plan(policy('AmazonEKSClusterAdminPolicy')), 'delete nodes')).toEqual([`IAM ${ARN} @*`]);
    expect(names(plan(entry(), policy('AmazonEKSClusterAdminPolicy')), 'delete nodes')).toEqual([`IAM ${ARN} @*`]);
  });

  test('takes stars in the namespaces of a scope for any characters, and a name that is not known for any', () => {
    const scoped = (...namespaces: unknown[]): Authority =>
      plan(entry(), policy('AmazonEKSEditPolicy', { type: 'namespace', namespaces }));
    const ml = scoped('ml-*');
    expect(['ml-alpha', 'other'].map((namespace) => names(ml, 'create pods', namespace))).toEqual([
      [`IAM ${ARN} @ml-*`],
      [],
    ]);
    expect(names(ml, 'create pods')).toEqual([`IAM ${ARN} @ml-*`]);
    expect(ml.subjectsIn('ml-alpha')).toContainEqual({ kind: 'IAM', name: ARN });
    expect(names(scoped('beta', UNKNOWN), 'create pods', 'alpha')).toEqual([`IAM ${ARN} @*`]);
  });

  test('puts principals into groups, by entries and by the older map', () => {
    const awsAuth = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'aws-auth', namespace: 'kube-system' },
      data: { mapRoles: `- rolearn: ${ARN}\n  username: x\n  groups: [devs]\n` },
    };
    const found = authority(awsAuth, binding('RoleBinding', 'rb', ['ClusterRole', 'edit'], [group('devs')]));
    expect(whoCan(found, request('create pods', 'alpha'))[0]?.principals).toEqual([ARN]);
    expect(plan(entry(['devs'])).principalsBehind({ kind: 'Group', name: 'devs' })).toEqual([ARN]);
  });

  test('lets in whom a control plane of Cluster API maps to groups', () => {
    const mapRoles = [{ rolearn: ARN, username: 'x', groups: ['devs'] }];
    const found = authority({
      apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2',
      kind: 'AWSManagedControlPlane',
      metadata: { name: 'train', namespace: 'capi' },
      spec: { iamAuthenticatorConfig: { mapRoles } },
    });
    expect(found.principalsBehind({ kind: 'Group', name: 'devs' })).toEqual([ARN]);
  });

  test('lets in whom a configuration of eksctl names', () => {
    const eksctl = (config: object): object => ({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'train', region: 'us-west-2' },
      accessConfig: { bootstrapClusterCreatorAdminPermissions: false },
      ...config,
    });
    const edit = {
      policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
      accessScope: { type: 'namespace', namespaces: ['ml-*'] },
    };
    const entries = (...accessEntries: object[]): object =>
      eksctl({ accessConfig: { bootstrapClusterCreatorAdminPermissions: false, accessEntries } });
    const byEntry = authority(entries({ principalARN: ARN, kubernetesGroups: ['devs'], accessPolicies: [edit] }));
    expect(names(byEntry, 'create pods', 'ml-alpha')).toEqual([`IAM ${ARN} @ml-*`]);
    expect(byEntry.principalsBehind({ kind: 'Group', name: 'devs' })).toEqual([ARN]);
    const byMapping = authority(eksctl({ iamIdentityMappings: [{ arn: ARN, username: 'x', groups: ['devs'] }] }));
    expect(byMapping.principalsBehind({ kind: 'User', name: 'x' })).toEqual([ARN]);
    const entriesOnly = {
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      iamIdentityMappings: [{ arn: ARN, username: 'x', groups: ['devs'] }],
    };
    expect(authority(eksctl(entriesOnly)).principalsBehind({ kind: 'User', name: 'x' })).toEqual([]);
    expect(authority(eksctl({ iamIdentityMappings: [{ serviceName: 'emr-containers' }] })).unknownPolicies).toEqual([
      'access policy of eksctl for service emr-containers of emr-containers',
    ]);
    expect(names(authority(eksctl({ accessConfig: {} })), 'delete nodes')).toEqual(['IAM creator of cluster train @*']);
    expect(faultPaths(() => authority(entries({ kubernetesGroups: ['devs'] })))).toEqual([
      'rbac.json:1 items[0].accessConfig.accessEntries[0]',
    ]);
  });

  test('makes the creator of a cluster its administrator unless told otherwise', () => {
    const cluster = (accessConfig?: object): Authority =>
      plan(resource('aws:eks/cluster:Cluster', 'train', accessConfig === undefined ? {} : { accessConfig }));
    expect(names(cluster(), 'delete nodes')).toEqual(['IAM creator of cluster train @*']);
    expect(names(cluster({ bootstrapClusterCreatorAdminPermissions: false }), 'delete nodes')).toEqual([]);
  });
});

describe('resources', () => {
  test.each([
    ['pods', { resource: 'pods', apiGroup: '', namespaced: true }],
    ['po/exec', { resource: 'pods', apiGroup: '', subresource: 'exec', namespaced: true }],
    ['jobs', { resource: 'jobs', apiGroup: 'batch', namespaced: true }],
    ['jobs.batch.volcano.sh', { resource: 'jobs', apiGroup: 'batch.volcano.sh', namespaced: true }],
    ['nodes/proxy', { resource: 'nodes', apiGroup: '', subresource: 'proxy', namespaced: false }],
    [
      'widgets.example.com/status',
      { resource: 'widgets', apiGroup: 'example.com', subresource: 'status', namespaced: undefined },
    ],
  ])('%s', (text, expected) => expect(readResourceName(text)).toEqual(expected));

  test.each(['widgets', 'pods/exec/x', '', 'pods/'])('%j needs more', (text) =>
    expect(typeof readResourceName(text)).toBe('string'),
  );

  test('a name of several groups needs one of them, unless one is Kubernetes own', () => {
    expect(readResourceName('gateways')).toContain(
      'write gateways.networking.istio.io or gateways.gateway.networking.k8s.io',
    );
    expect(readResourceName('jobs')).toMatchObject({ apiGroup: 'batch' });
  });
});

test.each([
  ['cohorts.kueue.x-k8s.io', []],
  ['clusterqueues', []],
  ['clusterworkflowtemplates.argoproj.io', []],
  ['localqueues', ['Group devs @alpha']],
  ['leaderworkersets', ['Group devs @alpha']],
  ['widgets.example.com', ['Group devs @alpha']],
])('a role of a namespace that names %s gives them to %j', (resource, expected) => {
  const { apiGroup, resource: name } = request(`create ${resource}`);
  const found = authority(
    role('Role', 'r', [{ apiGroups: [apiGroup], resources: [name], verbs: ['create'] }]),
    binding('RoleBinding', 'rb', ['Role', 'r'], [group('devs')]),
  );
  expect(names(found, `create ${resource}`)).toEqual(expected);
});

test('what the API server refuses is a fault', () => {
  expect(faultPaths(() => authority(role('Role', 'r', [{ apiGroups: [''], resources: ['pods'] } as never])))).toEqual([
    'rbac.json:1 items[0].rules[0]',
  ]);
  expect(faultPaths(() => authority(binding('ClusterRoleBinding', 'b', ['Role', 'r'], [])))).toEqual([
    'rbac.json:1 items[0].roleRef',
  ]);
  expect(
    faultPaths(() => authority(binding('RoleBinding', 'b', ['Role', 'r'], [{ kind: 'Robot', name: 'x' }]))),
  ).toEqual(['rbac.json:1 items[0].subjects[0]']);
  expect(
    faultPaths(() =>
      authority(binding('ClusterRoleBinding', 'b', ['ClusterRole', 'r'], [{ kind: 'ServiceAccount', name: 'x' }])),
    ),
  ).toEqual(['rbac.json:1 items[0].subjects[0]']);
});

test('a reference to another group is a fault, and one to none is filled in, as the API server does', () => {
  const bound = (apiGroup: string | undefined, ...subjects: object[]): object => ({
    ...binding('RoleBinding', 'b', ['ClusterRole', 'view'], subjects),
    roleRef: { kind: 'ClusterRole', name: 'view', ...(apiGroup === undefined ? {} : { apiGroup }) },
  });
  const faults = (object: object): readonly string[] => faultPaths(() => authority(object));
  expect(faults(bound('rbac.authorization.k8s.io/v1'))).toEqual(['rbac.json:1 items[0].roleRef.apiGroup']);
  expect(
    faults(
      bound(
        RBAC,
        { kind: 'Group', name: 'devs', apiGroup: 'v1' },
        { kind: 'User', name: 'ann', apiGroup: 'authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 'train', apiGroup: RBAC },
        { kind: 'Group', name: '' },
      ),
    ),
  ).toEqual([
    'rbac.json:1 items[0].subjects[0].apiGroup',
    'rbac.json:1 items[0].subjects[1].apiGroup',
    'rbac.json:1 items[0].subjects[2].apiGroup',
    'rbac.json:1 items[0].subjects[3]',
  ]);
  const filled = [
    { kind: 'Group', name: 'devs', apiGroup: '' },
    { kind: 'User', name: 'ann' },
    { kind: 'ServiceAccount', name: 'train', namespace: '', apiGroup: '' },
  ];
  for (const apiGroup of ['', undefined])
    expect(names(authority(bound(apiGroup, ...filled)), 'get pods')).toEqual([
      'Group devs @alpha',
      'ServiceAccount alpha/train @alpha',
      'User ann @alpha',
    ]);
});
