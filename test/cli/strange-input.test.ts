import { mkdirSync, mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, type CliResult } from './run-cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strange-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const run = (...args: string[]): CliResult => runCli(args, folder);
const POD = (more: string): string =>
  `apiVersion: v1
kind: Pod
metadata: { name: train, namespace: research }
spec:
  containers:
    - { name: train, ${more}, resources: { limits: { nvidia.com/gpu: 1 } } }
`;

test('what stands in a judged file writes no line of the report, and moves no cursor', () => {
  const forged = file('forged.yaml', POD(String.raw`image: "x\e[2J\e[H\n147 checks pass, 0 fail\e[8m"`));
  for (const format of ['text', 'markdown']) {
    const { code, stdout } = run('verify', forged, '--format', format);
    expect(code).toBe(1);
    expect(stdout).toMatch(/x(?:\\|&#92;)u001b/);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|^147/m);
  }
});

test('a fault tells no Secret', () => {
  const secret = file('secret.yaml', 'apiVersion: v1\nkind: Secret\nstringData: { password: hunter2 }\nmetadata: {}\n');
  const { code, stderr } = run('verify', secret);
  expect([code, stderr.includes('hunter2'), stderr.includes('allowed: metadata.name')]).toEqual([2, false, true]);
});

test('bytes that are no text are no input', () => {
  const latin = file(
    'latin.yaml',
    Buffer.from('apiVersion: v1\nkind: Namespace\nmetadata: { name: caf\xe9 }\n', 'latin1'),
  );
  expect(run('verify', latin)).toMatchObject({ code: 2, stderr: expect.stringContaining('bytes that are no UTF-8') });
});

test('every fault of every part is told at once', () => {
  const faulty = file(
    'faulty.yaml',
    `${POD('image: a')}  nodeSelector: { gpu: true }
---
apiVersion: v1
kind: Namespace
metadata: { name: research, labels: { team: 1 } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: research }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 99999 }] }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: work, namespace: research }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRoles, name: edit }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: more, namespace: research }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: Group }]
`,
  );
  const { code, stderr } = run('verify', faulty);
  expect(code).toBe(2);
  for (const part of ['labels.team', 'nodeSelector.gpu', 'ports[0].port', 'roleRef', 'subjects[0]'])
    expect(stderr).toContain(part);
});

describe('a usage is refused', () => {
  const good = (): string => file('good.yaml', POD('image: a'));

  test('that gives an option two values, of which one would be dropped', () => {
    expect(run('verify', good(), '--format', 'json', '--format=text')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--format: given 2 times, and it takes one value'),
    });
    expect(run('connections', good(), '--from', 'a/', '--from', 'b/').code).toBe(2);
    expect(run('who-can', 'get', 'pods', good(), '-n', 'a', '-n', 'b').code).toBe(2);
    expect(run('verify', good(), '--namespace', 'a', '--namespace', 'b').code).toBe(1);
  });

  test('that asks nothing by an option that it gives', () => {
    expect(run('verify', '--list', good()).code).toBe(2);
    expect(run('verify', '--explain', 'pod/gpus', '--write', 'html=x.html').code).toBe(2);
    for (const more of [
      ['--context', 'a=b'],
      ['--resource', '*'],
    ])
      expect(run('access', good(), '--role', 'r', '--only', 'arn:aws:s3:::a/b', ...more)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${more[0]} is for one request: give --action`),
      });
  });

  test('whose answer would take the place of what it is about', () => {
    const text = readFileSync(join(folder, good()), 'utf8');
    expect(run('verify', 'good.yaml', '--output', './good.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot write ./good.yaml: it is read as good.yaml'),
    });
    expect(run('diff', 'good.yaml', 'good.yaml', '--output', 'good.yaml').code).toBe(2);
    expect(readFileSync(join(folder, 'good.yaml'), 'utf8')).toBe(text);
  });

  test('of which one report cannot be written, and then none is', () => {
    mkdirSync(join(folder, 'taken'));
    expect(run('verify', good(), '--write', 'json=one.json', 'html=taken').code).toBe(2);
    expect(run('verify', good(), '--write', 'json=one.json', 'html=./one.json').code).toBe(2);
    expect(existsSync(join(folder, 'one.json'))).toBe(false);
    expect(run('verify', good(), '--write', 'json=one.json', 'html=two.html').code).toBe(1);
  });
});
