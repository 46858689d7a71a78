import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './run-cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'connections-'));
  const deployment = (name: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: shop}\nspec: {template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: i}]}}}\n`;
  const policies = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: front-to-back, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{podSelector: {matchLabels: {app: back}}}]
      ports: [{port: 8080}, {port: 53, protocol: UDP}]
  ingress:
    - from: [{podSelector: {matchLabels: {app: front}}}]
`;
  writeFileSync(
    join(folder, 'shop.yaml'),
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n${deployment('front')}---\n${deployment('back')}---\n${policies}`,
  );
  writeFileSync(
    join(folder, 'agent.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: agent}\nspec: {hostNetwork: true, containers: []}\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const connections = (...args: string[]): ReturnType<typeof runCli> => runCli(['connections', ...args], folder);

describe('connections', () => {
  test('are listed as text, as JSON in the widely used form, and as a graph', () => {
    expect(connections('shop.yaml')).toEqual({
      code: 0,
      stdout: 'shop/front[Deployment] => shop/back[Deployment] : TCP 8080,UDP 53\n',
      stderr: '',
    });
    const json = connections('shop.yaml', '--format', 'json');
    expect(JSON.parse(json.stdout)).toEqual([
      { src: 'shop/front[Deployment]', dst: 'shop/back[Deployment]', conn: 'TCP 8080,UDP 53' },
    ]);
    expect(connections('shop.yaml', '--format', 'dot').stdout).toBe(`digraph {
\tsubgraph "cluster_shop" {
\t\tlabel="shop"
\t\t"shop/back[Deployment]" [label="back[Deployment]" shape=box]
\t\t"shop/front[Deployment]" [label="front[Deployment]" shape=box]
\t}
\t"shop/front[Deployment]" -> "shop/back[Deployment]" [label="TCP 8080,UDP 53"]
}
`);
  });

  test('can be narrowed to an end, a namespace or the outside', () => {
    for (const [args, count] of [
      [['--from', 'front'], 1],
      [['--from', 'shop/front', '--to', 'shop/back[Deployment]'], 1],
      [['--to', 'shop/front'], 0],
      [['--from', 'shop/'], 1],
      [['--to', 'outside'], 0],
    ] as const) {
      const { code, stdout } = connections('shop.yaml', ...args);
      expect([args, code, stdout.split('\n').length - 1]).toEqual([args, 0, count]);
    }
    const misspelt = connections('shop.yaml', '--from', 'shop/fornt');
    expect([misspelt.code, misspelt.stdout]).toEqual([2, '']);
    expect(misspelt.stderr).toContain('did you mean "shop/front"?');
    expect(connections('shop.yaml', '--from', 'shpo/').stderr).toContain('did you mean "shop/"?');
  });

  test.each([
    ['from: [{namespaceSelector: {}}]', ['open[NetworkPolicy]']],
    ['from: [{namespaceSelector: {matchLabels: {team: x}}}]', ['open[NetworkPolicy]']],
    ['from: [{podSelector: {matchLabels: {app: one}}}]', []],
    ['ports: [{port: 80}]', []],
  ])('to pods that are not in the input are not listed, and said to be let in by a rule with %s', (rule, named) => {
    writeFileSync(
      join(folder, 'one.yaml'),
      `apiVersion: v1
kind: Pod
metadata: {name: one, namespace: web, labels: {app: one}}
spec: {containers: []}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: open, namespace: web}
spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{${rule}}]}
`,
    );
    const noted = (...args: string[]): string[] => connections('one.yaml', ...args).stderr.match(/open\[\w+\]/g) ?? [];
    expect([noted(), noted('--to', 'one')]).toEqual([named, named]);
    expect(connections('one.yaml').stderr.includes('not in the input')).toBe(named.length > 0);
  });

  test.each([
    ['10.0.7.7', '10.0.0.0-10.0.255.255'],
    ['10.0.0.0/8', '10.0.0.0-10.0.255.255'],
    ['203.0.113.9', ''],
  ])('with an address or a block outside are those with the ranges that hold any of it: %s', (asked, range) => {
    writeFileSync(
      join(folder, 'out.yaml'),
      `apiVersion: v1
kind: Pod
metadata: {name: one, namespace: web}
spec: {containers: []}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: web}
spec: {podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/16}}]}]}
`,
    );
    const { code, stdout } = connections('out.yaml', '--to', asked);
    expect([code, stdout]).toEqual([0, range === '' ? '' : `web/one[Pod] => ${range} : All Connections\n`]);
  });

  test('between the pods of one workload are not listed, which help and answer say', () => {
    expect(connections('shop.yaml', '--from', 'front', '--to', 'shop/front')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'connections between the pods of shop/front[Deployment] are not listed, whether allowed or not\n',
    });
    expect(connections('shop.yaml', '--from', 'front', '--to', 'back').stderr).toBe('');
    expect(connections('--help').stdout).toContain('Connections between pods of one workload are not listed');
  });

  test('with pods that are not in the input are not listed, which the help says', () => {
    writeFileSync(
      join(folder, 'dns.yaml'),
      `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: dns, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
`,
    );
    const { stdout } = connections('shop.yaml', 'dns.yaml', '--from', 'back');
    rmSync(join(folder, 'dns.yaml'));
    expect(stdout).toBe('');
    expect(connections('--help').stdout).toContain('to or from pods that are not in the input is not listed');
  });

  test('are explained by the policies and rules that allow or withhold them, with file and line', () => {
    const { code, stdout } = connections('shop.yaml', '--explain', '--from', 'back', '--to', 'front');
    expect(code).toBe(0);
    expect(stdout).toBe(`shop/back[Deployment] => shop/front[Deployment] : No Connections
  egress of shop/back[Deployment]: NetworkPolicy shop/deny (shop.yaml:15) isolates it, and no rule of it matches shop/front[Deployment]
  egress of shop/back[Deployment]: NetworkPolicy shop/front-to-back (shop.yaml:20) isolates it, and no rule of it matches shop/front[Deployment]
  ingress of shop/front[Deployment]: NetworkPolicy shop/deny (shop.yaml:15) isolates it, and no rule of it matches shop/back[Deployment]
  ingress of shop/front[Deployment]: NetworkPolicy shop/front-to-back (shop.yaml:20) isolates it, and no rule of it matches shop/back[Deployment]
`);
    expect(connections('shop.yaml', '--explain', '--from', 'front', '--to', 'back').stdout).toContain(
      'NetworkPolicy shop/front-to-back (shop.yaml:27) egress[0] allows TCP 8080,UDP 53 with shop/back[Deployment]',
    );
  });

  test('of objects that name no namespace are those of the namespace in which they are applied', () => {
    const pods = ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, ...(name === 'a' ? {} : { namespace: 'shop' }) },
      spec: { containers: [{ name, image: 'x' }] },
    }));
    writeFileSync(join(folder, 'bare.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: pods }));
    const list = (...args: string[]): string => connections('bare.json', '--from', 'a', '--to', 'b', ...args).stdout;
    expect(list()).toBe('default/a[Pod] => shop/b[Pod] : All Connections\n');
    expect(list('--default-namespace', 'web')).toBe('web/a[Pod] => shop/b[Pod] : All Connections\n');
    expect(connections('bare.json', '--default-namespace', 'No').code).toBe(2);
    rmSync(join(folder, 'bare.json'));
  });

  test('that cannot be decided go to standard error by name, with what is missing, and the code is 1', () => {
    const { code, stdout, stderr } = connections('.', '--format', 'json', '--from', 'front');
    expect([code, (JSON.parse(stdout) as unknown[]).length]).toEqual([1, 1]);
    expect(stderr).toBe(`undecided: shop/front[Deployment] => default/agent[Pod] : All Connections
because: default/agent[Pod] is on its node's network, where the effect of policies is not defined
1 connection cannot be decided from the input
`);
  });

  test('of bad input are none: code 2 and nothing on standard output', () => {
    for (const args of [
      ['missing.yaml'],
      ['shop.yaml', '--assume', 'cni=flannel'],
      ['shop.yaml', '--format', 'xml'],
      [],
    ]) {
      const { code, stdout, stderr } = connections(...args);
      expect([args, code, stdout]).toEqual([args, 2, '']);
      expect(stderr).not.toContain('    at ');
    }
  });
});
