import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './run-cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'who-can-'));
  writeFileSync(
    join(folder, 'rbac.yaml'),
    `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: devs, namespace: alpha}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, name: devs, apiGroup: rbac.authorization.k8s.io}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: gone, namespace: alpha}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects: []
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const whoCan = (...args: string[]): ReturnType<typeof runCli> => runCli(['who-can', ...args], folder);

describe('who-can', () => {
  test('names subjects and the binding and rule through which they have the right', () => {
    const found = whoCan('create', 'pods/exec', 'rbac.yaml', '-n', 'alpha');
    expect(found).toEqual({
      code: 0,
      stdout: 'Group devs in alpha\n  by RoleBinding devs to ClusterRole edit, rule 2 (rbac.yaml:1)\n',
      stderr:
        'RoleBinding gone names Role gone, which is not in the input: it grants nothing until somebody makes it\n',
    });
    const misspelt = whoCan('create', 'pods/exec', 'rbac.yaml', '-n', 'alhpa');
    expect(misspelt).toMatchObject({ code: 1, stdout: 'nobody\n' });
    expect(misspelt.stderr).toContain('no object of rbac.yaml is in the namespace alhpa; did you mean "alpha"?\n');
    expect(misspelt.stderr).toContain('not known: who is bound in alhpa');
    const json = whoCan('create', 'pods/exec', 'rbac.yaml', '--format', 'json');
    expect(JSON.parse(json.stdout)).toEqual([
      {
        subject: { kind: 'Group', name: 'devs' },
        namespace: 'alpha',
        grants: [
          {
            binding: { kind: 'RoleBinding', name: 'devs', namespace: 'alpha' },
            role: { kind: 'ClusterRole', name: 'edit', rule: 2 },
            file: 'rbac.yaml',
            line: 1,
          },
        ],
      },
    ]);
  });

  test('gives nothing outside namespaces to those who are bound in one, but the namespace itself', () => {
    writeFileSync(
      join(folder, 'all.yaml'),
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: all}
rules: [{apiGroups: [''], resources: ['*'], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: all, namespace: alpha}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}
subjects: [{kind: User, name: eve, apiGroup: rbac.authorization.k8s.io}]
`,
    );
    expect(whoCan('get', 'nodes', 'all.yaml').stdout).toBe('nobody\n');
    expect(whoCan('get', 'pods', 'all.yaml').stdout).toContain('User eve in alpha');
    expect(whoCan('get', 'namespaces', 'all.yaml', '-n', 'alpha').stdout).toContain('User eve in alpha');
    expect(whoCan('update', 'namespaces/status', 'all.yaml').stdout).toContain('User eve in alpha');
    for (const verb of ['create', 'list']) expect(whoCan(verb, 'namespaces', 'all.yaml').stdout).toBe('nobody\n');
    expect(whoCan('get', 'nodes', 'all.yaml', '-n', 'alpha')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('nodes are in no namespace'),
    });
  });

  test('answers for paths that are no resource', () => {
    const found = whoCan('get', '/healthz', 'rbac.yaml', '--system');
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('Group system:unauthenticated in all namespaces\n');
    expect(whoCan('get', '/healthz', 'rbac.yaml').stdout).toBe('nobody\n');
  });

  test('takes the verbs of impersonation under constraint, in their own group', () => {
    const rules = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: deputy}
rules:
  - {apiGroups: [authentication.k8s.io], resources: [users], verbs: ['impersonate:user-info']}
  - {apiGroups: [''], resources: [pods], verbs: ['impersonate-on:user-info:list']}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: deputy}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deputy}
subjects: [{kind: ServiceAccount, name: deputy, namespace: beta}]
`;
    writeFileSync(join(folder, 'deputy.yaml'), rules);
    const first = (...args: string[]): string | undefined => whoCan(...args, 'deputy.yaml').stdout.split('\n')[0];
    const deputy = 'ServiceAccount beta/deputy in all namespaces';
    expect(first('impersonate:user-info', 'users.authentication.k8s.io')).toBe(deputy);
    expect(first('impersonate-on:user-info:list', 'pods')).toBe(deputy);
    expect(whoCan('impersonate:user-info', 'users', 'deputy.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('write users.authentication.k8s.io') as string,
    });
  });

  test('takes a verb that Kubernetes has not, and says so unless a role names it', () => {
    expect(whoCan('sync', 'applications.argoproj.io', 'rbac.yaml')).toMatchObject({
      code: 0,
      stdout: 'nobody\n',
      stderr: expect.stringContaining('has the verb "sync"') as string,
    });
    writeFileSync(
      join(folder, 'verbs.yaml'),
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: creator}
rules: [{apiGroups: [example.com, v1.example.com], resources: [widgets, pods/exce], verbs: [creat, Sync2]}]
`,
    );
    expect(whoCan('Sync2', 'widgets.example.com', 'verbs.yaml')).toEqual({ code: 0, stdout: 'nobody\n', stderr: '' });
    expect(whoCan('Sync2', 'widgets.example.com', 'rbac.yaml')).toMatchObject({ code: 2, stdout: '' });
    // A role names these too.
    expect(whoCan('get', 'pods/exce', 'verbs.yaml').code).toBe(0);
    expect(whoCan('get', 'widgets.v1.example.com', 'verbs.yaml').code).toBe(0);
    expect(whoCan('creat', 'widgets.example.com', 'verbs.yaml')).toEqual({ code: 0, stdout: 'nobody\n', stderr: '' });
  });

  test.each([
    'pods/resize',
    'nodes/stats',
    'jobs.batch/finalizers',
    'userextras.authentication.k8s.io/scopes',
    'deployments.apps/scale',
    'widgets.example.com/anything',
    'rollouts.argoproj.io/status',
  ])('takes %s', (resource) => {
    expect(whoCan('update', resource, 'rbac.yaml').code).toBe(0);
  });

  test.each([
    [['create', 'pod', 'missing.yaml']],
    [['creat', 'pods', 'rbac.yaml'], 'did you mean "create"?'],
    [['impersonate-on:user-info:lst', 'pods', 'rbac.yaml'], 'did you mean "impersonate-on:user-info:list"?'],
    [['create', 'widgets', 'rbac.yaml']],
    [['Create', 'pods', 'rbac.yaml']],
    [['create', 'pods']],
    // What a shell makes of a variable that is not set, and stars that it does not expand.
    [['create', 'pods', 'rbac.yaml', '-n', ''], '--namespace ""'],
    [['create', 'pods', 'rbac.yaml', '-n', '*'], '--namespace "*"'],
    [['create', 'pods', 'rbac.yaml', '--name', ''], '--name ""'],
    [['list', '/healthz', 'rbac.yaml'], 'list is no method'],
    [['get', '/healthz/*', 'rbac.yaml'], '"/healthz/*" is no path'],
    [['get', '/api/v1/pods', 'rbac.yaml'], 'is the path of a resource'],
    [['get', '/healthz', 'rbac.yaml', '-n', 'alpha'], '--namespace'],
    [['get', '/healthz', 'rbac.yaml', '--indirect'], '--indirect'],
    [['get', 'pods/*', 'rbac.yaml'], '"pods/*" is no resource'],
    [['get', 'jobs.', 'rbac.yaml'], '"jobs." is no resource'],
    [['get', 'pod*', 'rbac.yaml'], '"pod*" is no resource'],
    // What kubectl takes, and what reads like it.
    [['create', 'pods/exce', 'rbac.yaml'], 'did you mean "pods/exec"?'],
    [['get', 'po/logs', 'rbac.yaml'], 'did you mean "pods/log"?'],
    [['create', 'deployments.app', 'rbac.yaml'], 'did you mean "deployments.apps"?'],
    [['get', 'configmaps/foo', 'rbac.yaml'], 'write configmaps --name foo'],
    [['get', 'pods/pretrain-0', 'rbac.yaml'], 'write pods --name pretrain-0'],
    [['get', 'deployments.v1.apps', 'rbac.yaml'], 'write deployments.apps'],
    [['get', 'pods.v1', 'rbac.yaml'], 'write pods'],
  ])('refuses %j with code 2', (args, message = '') => {
    const { code, stdout, stderr } = whoCan(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});
