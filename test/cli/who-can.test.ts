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
    expect(whoCan('create', 'pods/exec', 'rbac.yaml', '-n', 'beta').stdout).toBe('nobody\n');
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

  test.each([
    [['create', 'pod', 'missing.yaml']],
    [['create', 'widgets', 'rbac.yaml']],
    [['Create', 'pods', 'rbac.yaml']],
    [['create', 'pods']],
  ])('refuses %j with code 2', (args) => {
    const { code, stdout, stderr } = whoCan(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('    at ');
  });
});
