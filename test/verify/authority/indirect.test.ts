import { indirectPaths } from '../../../lib/verify/authority/indirect';
import type { Rule } from '../../../lib/verify/authority/rule';
import { subjectText } from '../../../lib/verify/authority/subject';
import { account, authority, binding, group, RBAC, request, role, rule } from './rbac';

describe('indirect paths', () => {
  const holder = [
    role('Role', 'holder', [rule('create', 'pods/exec')]),
    binding('RoleBinding', 'holder', ['Role', 'holder'], [account('operator')]),
  ];
  const paths = (...objects: object[]): string[] =>
    indirectPaths(authority(...holder, ...objects), request('create pods/exec', 'alpha'))
      .filter(({ subject }) => !subjectText(subject).includes('system:'))
      .map(({ subject, steps }) => `${subjectText(subject)}: ${steps.join(' > ')}`);
  const given = (
    rules: Rule[],
    kind: 'RoleBinding' | 'ClusterRoleBinding' = 'RoleBinding',
    namespace = 'alpha',
  ): object[] => [
    role('ClusterRole', 'given', rules),
    binding(kind, 'given', ['ClusterRole', 'given'], [group('one')], namespace),
  ];

  test.each([
    ['taking on the account', rule('impersonate', 'serviceaccounts')],
    ['a token of the account', rule('create', 'serviceaccounts/token')],
    ['a pod as the account', rule('create', 'pods')],
    ['a job as the account', rule('create', 'jobs', { apiGroups: ['batch'] })],
    ['a changed template', rule('patch', 'deployments', { apiGroups: ['apps'] })],
    ['a container beside the account’s own', rule('patch', 'pods/ephemeralcontainers')],
    ['attaching to a pod of the account', rule('get', 'pods/attach')],
    ['secrets, which may hold a token', rule('list', 'secrets')],
  ])('lead over %s', (_, own) => {
    expect(paths(...given([own]))).toHaveLength(1);
    expect(paths(...given([own], 'RoleBinding', 'beta'))).toEqual([]);
  });

  test('lead around the API server through the kubelet, over certificates and over webhooks', () => {
    expect(paths(...given([rule('get', 'nodes/proxy')], 'ClusterRoleBinding'))).toEqual([
      expect.stringContaining('the kubelet runs commands'),
    ]);
    expect(
      paths(
        ...given(
          [
            rule('update', 'certificatesigningrequests/approval', { apiGroups: ['certificates.k8s.io'] }),
            rule('approve', 'signers', { apiGroups: ['certificates.k8s.io'] }),
          ],
          'ClusterRoleBinding',
        ),
      ),
    ).toEqual([expect.stringContaining('client certificate')]);
    expect(
      paths(
        ...given(
          [rule('patch', 'mutatingwebhookconfigurations', { apiGroups: ['admissionregistration.k8s.io'] })],
          'ClusterRoleBinding',
        ),
      ),
    ).toEqual([expect.stringContaining('changes what everybody else writes')]);
  });

  test('lead over roles that one gives oneself: with bind, or with escalate on a role that one has', () => {
    const rbac = (verbs: string, resources: string): Rule => rule(verbs, resources, { apiGroups: [RBAC] });
    expect(paths(...given([rbac('create', 'rolebindings'), rbac('bind', 'clusterroles')]))).toEqual([
      expect.stringContaining('binds a role'),
    ]);
    // Without bind the API server lets nobody give what they do not have.
    expect(paths(...given([rbac('create', 'rolebindings')]))).toEqual([]);
    expect(paths(...given([rbac('update escalate', 'clusterroles')], 'ClusterRoleBinding'))).toEqual([
      expect.stringContaining('widens given'),
    ]);
    expect(paths(...given([rbac('update', 'clusterroles')], 'ClusterRoleBinding'))).toEqual([]);
  });

  describe('lead over impersonation under constraint', () => {
    const authentication = (verbs: string, resources: string, more: Partial<Rule> = {}): Rule =>
      rule(verbs, resources, { apiGroups: ['authentication.k8s.io'], ...more });
    const on = (mode: string, verb = 'create', resource = 'pods/exec'): Rule =>
      rule(`impersonate-on:${mode}:${verb}`, resource);
    const people = (name: string, kind = 'User'): object[] => [
      binding('RoleBinding', 'people', ['Role', 'holder'], [{ kind, name, apiGroup: RBAC }]),
    ];
    const reach = (rules: Rule[], ...more: object[]): string[] =>
      paths(...given(rules, 'ClusterRoleBinding'), ...more).filter((path) => path.startsWith('Group one'));

    test.each<[string, Rule, string, object[]]>([
      ['an account', authentication('impersonate:serviceaccount', 'serviceaccounts'), 'serviceaccount', []],
      [
        'an account by its name as a user',
        authentication('impersonate:serviceaccount', 'serviceaccounts', { resourceNames: ['sa'] }),
        'serviceaccount',
        people('system:serviceaccount:beta:sa'),
      ],
      [
        'a user',
        authentication('impersonate:user-info', 'users', { resourceNames: ['ann'] }),
        'user-info',
        people('ann'),
      ],
      [
        'a group beside three others',
        authentication('impersonate:user-info', '*', { resourceNames: ['*'] }),
        'user-info',
        people('devs', 'Group'),
      ],
      ['any node', authentication('impersonate:arbitrary-node', 'nodes'), 'arbitrary-node', people('system:node:n1')],
      [
        'the own node',
        authentication('impersonate:associated-node', 'nodes', { resourceNames: ['*'] }),
        'associated-node',
        people('system:node:n1'),
      ],
    ])('of %s, with both halves', (_, become, mode, more) => {
      expect(reach([become, on(mode)], ...more)).toEqual([
        expect.stringMatching(
          new RegExp(`^Group one: impersonate:${mode} .*, within its impersonate-on:${mode} > create pods/exec`),
        ),
      ]);
      expect([
        reach([become], ...more),
        reach([on(mode)], ...more),
        reach([become, on(mode, 'get')], ...more),
        reach([become, on('other')], ...more),
      ]).toEqual([[], [], [], []]);
    });

    test('but never of system:masters, nor of an account as a user', () => {
      const all = [authentication('impersonate:user-info', 'users groups uids'), on('user-info')];
      expect(reach(all)).toEqual([]);
      expect(reach(all, ...people('ann'))).toHaveLength(1);
    });

    test('of the own node, in what the node authorizer lets a kubelet do', () => {
      const agent = authority(
        role('ClusterRole', 'agent', [
          authentication('impersonate:associated-node', 'nodes'),
          on('associated-node', 'list', 'pods secrets'),
        ]),
        binding('ClusterRoleBinding', 'agent', ['ClusterRole', 'agent'], [account('agent')]),
      );
      const may = (text: string): boolean =>
        indirectPaths(agent, request(text, 'alpha')).some(({ subject }) => subject.name === 'agent');
      expect([may('list pods'), may('list secrets'), may('get pods'), may('list deployments')]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    test('and on from there, as far as both rights go', () => {
      const become = authentication('impersonate:user-info', 'users');
      const ann = [
        role('Role', 'jobs', [rule('create', 'jobs', { apiGroups: ['batch'] })]),
        binding('RoleBinding', 'ann', ['Role', 'jobs'], [{ kind: 'User', name: 'ann', apiGroup: RBAC }]),
      ];
      const jobs = rule('impersonate-on:user-info:create', 'jobs', { apiGroups: ['batch'] });
      expect(reach([become, jobs], ...ann)).toEqual([
        'Group one: impersonate:user-info users.authentication.k8s.io ann as User ann, within its impersonate-on:user-info > ' +
          'create jobs.batch in alpha as ServiceAccount alpha/operator > create pods/exec in alpha',
      ]);
      expect(reach([become, on('user-info', 'create', 'configmaps')], ...ann)).toEqual([]);
      const binder = [
        role('ClusterRole', 'binder', [
          rule('create', 'rolebindings', { apiGroups: [RBAC] }),
          rule('bind', 'clusterroles', { apiGroups: [RBAC] }),
        ]),
        binding('RoleBinding', 'ann', ['ClusterRole', 'binder'], [{ kind: 'User', name: 'ann', apiGroup: RBAC }]),
      ];
      // The API server itself asks for bind, as the one who was taken on.
      expect(
        reach([become, rule('impersonate-on:user-info:create', 'rolebindings', { apiGroups: [RBAC] })], ...binder),
      ).toEqual([expect.stringContaining('binds a role that has the right')]);
    });
  });

  test('lead over the roles that somebody may bind, and over no others', () => {
    const reach = (bind: object): string[] =>
      paths(
        ...given(
          [
            rule('create', 'rolebindings', { apiGroups: [RBAC] }),
            rule('bind', 'clusterroles', { apiGroups: [RBAC], ...bind }),
          ],
          'RoleBinding',
        ),
        role('ClusterRole', 'runner', [rule('create', 'pods/exec')]),
        role('ClusterRole', 'reader', [rule('get', 'configmaps')]),
      ).filter((path) => path.includes('binds a role that has the right'));
    expect(reach({})).toHaveLength(1);
    expect(reach({ resourceNames: ['runner'] })).toEqual([
      expect.stringContaining('bind clusterroles.rbac.authorization.k8s.io runner'),
    ]);
    expect(reach({ resourceNames: ['reader'] })).toEqual([]);
  });

  test('lead to the groups that every account is in, over any account of theirs', () => {
    const reach = (to: string, own: Rule, namespace: string): string[] =>
      paths(
        ...given([own], 'RoleBinding', namespace),
        binding('RoleBinding', 'accounts', ['Role', 'holder'], [group(to)]),
      ).filter((path) => path.startsWith('Group one') && path.includes(`as Group ${to} `));
    const own = [
      rule('create', 'pods'),
      rule('create', 'jobs', { apiGroups: ['batch'] }),
      rule('create', 'serviceaccounts/token', { resourceNames: ['some'] }),
      rule('impersonate', 'serviceaccounts'),
    ];
    for (const one of own) {
      expect(reach('system:serviceaccounts', one, 'beta')).toHaveLength(1);
      expect(reach('system:serviceaccounts:beta', one, 'beta')).toHaveLength(1);
      expect(reach('system:serviceaccounts:gamma', one, 'beta')).toEqual([]);
    }
    expect(reach('system:serviceaccounts', rule('get', 'pods'), 'beta')).toEqual([]);
  });

  test('are followed over several steps', () => {
    const second = [
      role('ClusterRole', 'second', [rule('impersonate', 'groups users')]),
      binding('ClusterRoleBinding', 'second', ['ClusterRole', 'second'], [group('two')]),
    ];
    expect(paths(...given([rule('create', 'pods')]), ...second)).toEqual([
      expect.stringMatching(
        /^Group one: create pods in alpha as ServiceAccount alpha\/operator > create pods\/exec in alpha$/,
      ),
      expect.stringMatching(/^Group two: impersonate .* > create pods\/exec in alpha$/),
    ]);
  });
});
