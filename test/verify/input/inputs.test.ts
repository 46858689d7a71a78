import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputsOf, readInputs } from '../../../lib/verify/input/inputs';
import { InputFaults } from '../../../lib/verify/input/input-fault';
import { propertyOf } from '../../../lib/verify/input/pulumi/planned-resource';
import { UNKNOWN } from '../../../lib/verify/input/pulumi/wire-value';
import { verify } from '../../../lib/verify/verify';
import { faultPaths, faultsOf } from '../../faults-of';
import { inputsOfObjects, inputsOfText } from '../inputs-of';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'inputs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`;
const names = (paths: string[], stdin = ''): string[] =>
  readInputs(paths, () => stdin).objects.map(({ name, namespace }) => `${namespace}/${name}`);

describe('paths', () => {
  test('of folders are read in order, with everything below and without hidden folders and what is somebody else’s', () => {
    write('b/two.yml', pod('two'));
    write('a.yaml', pod('one'));
    write('c.json', JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'three', namespace: 'x' } }));
    write('.hidden/x.yaml', pod('hidden'));
    write('node_modules/x.yaml', pod('module'));
    write('readme.md', 'no yaml: [');
    write('values.yaml', 'image: x\n');
    symlinkSync(folder, join(folder, 'b/loop'));
    expect(names([folder])).toEqual(['default/one', 'default/two', 'x/three']);
    expect(readInputs([folder]).ignored.map(({ file }) => file.name)).toEqual([join(folder, 'values.yaml')]);
  });

  test('of folders are hidden files as well, which kubectl applies', () => {
    write('.more.yaml', pod('more'));
    write('.git/x.yaml', pod('other'));
    expect(names([folder])).toEqual(['default/more']);
  });

  test('may be standard input, and a file that is named twice counts once', () => {
    const file = write('a.yaml', pod('one'));
    expect(names(['-', file, file], pod('piped'))).toEqual(['default/piped', 'default/one']);
  });

  test('that lead to nothing are faults, and so is an input with nothing to judge', () => {
    expect(faultPaths(() => readInputs([join(folder, 'missing')]))).toEqual([join(folder, 'missing')]);
    // A text for a list of them, in JavaScript.
    expect(() => readInputs(folder as never)).toThrow(/1 fault in the paths[^]*a list/);
    expect(faultPaths(() => readInputs([folder]))).toEqual([folder]);
    write('values.yaml', 'image: x\n');
    expect(faultsOf(() => readInputs([folder]))[0]?.fix).toMatch(/empty input is no proof/);
    expect(faultPaths(() => readInputs(['-'], () => '# nothing\n'))).toEqual(['-']);
  });

  test('in UTF-16, as Windows PowerShell redirects, are a fault that says how to save them', () => {
    const little = Buffer.from(`\uFEFF${pod('one')}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      writeFileSync(join(folder, 'dump.yaml'), bytes);
      expect(faultsOf(() => readInputs([folder]))).toEqual([
        expect.objectContaining({ given: 'text in UTF-16', fix: expect.stringContaining('-Encoding utf8') }),
      ]);
    }
  });

  test('that are named must be understood', () => {
    const values = write('values.yaml', 'image: x\n');
    expect(faultPaths(() => readInputs([values, '-'], () => pod('one')))).toEqual([`${values}:1`]);
  });

  test('report every fault of every file at once', () => {
    write('a.yaml', 'a: [');
    write('b.yaml', 'kind: Pod\nmetadata: {name: x}\n');
    write('c.yaml', 'apiVersion: networking.k8s.io/v2\nkind: NetworkPolicy\nmetadata: {name: x}\n');
    write('d.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {}\n');
    write('e.yaml', 'metadata: {name: x}\nspec: {}\n');
    expect(faultPaths(() => readInputs([folder])).map((path) => path.slice(folder.length + 1))).toEqual([
      'a.yaml:2',
      'b.yaml:1',
      'c.yaml:1 apiVersion',
      'd.yaml:1',
      'e.yaml:1',
    ]);
  });
});

describe('objects', () => {
  test('of lists are taken out, those of typed lists with the kind of the list', () => {
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a' } }] },
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', namespace: 'ignored' } },
      ],
    });
    expect(inputsOfText(text).objects.map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
      ['Pod', 'a', 'default'],
      ['Namespace', 'n', undefined],
    ]);
  });

  test.each(['extensions/v1beta1', 'apps/v1beta2', 'v1'])('of a known kind in version %s are refused', (apiVersion) => {
    expect(() => inputsOfObjects({ apiVersion, kind: 'Deployment', metadata: { name: 'x' } })).toThrow(/apps\/v1/);
  });

  test.each([
    ['apps/v1', 'Pod', 'v1'],
    ['batch/v1', 'StatefulSet', 'apps/v1'],
    ['apps/v1', 'Job', 'batch/v1'],
    ['policy/v1', 'NetworkPolicy', 'networking.k8s.io/v1'],
    ['networking.k8s.io/v1', 'ClusterRole', 'rbac.authorization.k8s.io/v1'],
    ['v1', 'Ingress', 'networking.k8s.io/v1'],
    ['apps/v1', 'PodDisruptionBudget', 'policy/v1'],
    ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
    ['rbac.authorization.k8s.io/v1', 'ServiceAccount', 'v1'],
  ])('of a group of Kubernetes that has no such kind are refused: %s %s', (apiVersion, kind, right) => {
    const [fault, ...more] = faultsOf(() => inputsOfObjects({ apiVersion, kind, metadata: { name: 'x' } }));
    expect(more).toEqual([]);
    expect(fault?.allowed).toContain(right);
  });

  test.each([
    ['autoscaling/v1', 'HorizontalPodAutoscaler'],
    ['events.k8s.io/v1', 'Event'],
    ['v1', 'Event'],
    ['networking.istio.io/v1', 'Gateway'],
  ])('of another version or of a kind that two groups have are not: %s %s', (apiVersion, kind) => {
    expect(inputsOfObjects({ apiVersion, kind, metadata: { name: 'x' } }).objects).toHaveLength(1);
  });

  test('of a kind outside namespaces are not those of the same name in another group', () => {
    const queue = (apiVersion: string): object => ({
      apiVersion,
      kind: 'Queue',
      metadata: { name: 'q', namespace: 'a' },
    });
    const { objects } = inputsOfObjects(queue('scheduling.volcano.sh/v1beta1'), queue('jobs.example.com/v1'));
    expect(objects.map(({ namespace }) => namespace)).toEqual([undefined, 'a']);
  });

  test.each([
    ['storage.k8s.io/v1', 'CSIStorageCapacity', 'default'],
    ['storage.k8s.io/v1', 'StorageClass', undefined],
    ['events.k8s.io/v1', 'Event', 'default'],
    ['scheduling.k8s.io/v1', 'PriorityClass', undefined],
  ])(
    'that name no namespace are in the default one where their kind is in one: %s %s',
    (apiVersion, kind, namespace) => {
      const { objects } = inputsOfObjects({ apiVersion, kind, metadata: { name: 'x' } });
      expect(objects.map((object) => object.namespace)).toEqual([namespace]);
    },
  );

  test.each([
    ['networking.k8s.io/v1', 'networkpolicy', 'NetworkPolicy'],
    ['networking.k8s.io/v1', 'NetworkPolicys', 'NetworkPolicy'],
    ['batch/v1', 'Jbo', 'Job'],
  ])('of a kind that is a slip away from one of the group are refused: %s %s', (apiVersion, kind, meant) => {
    const [fault] = faultsOf(() => inputsOfObjects({ apiVersion, kind, metadata: { name: 'x' } }));
    expect(fault?.fix).toBe(`did you mean ${meant}?`);
  });

  test('that Kustomize changes before they reach a cluster are not judged as they are', () => {
    const overlay = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', namespace: 'research' };
    const [fault, ...others] = faultsOf(() => verify(inputsOfObjects(overlay), { namespaces: ['research'] }));
    expect([fault?.path, fault?.fix, others]).toEqual([
      'input.yaml:1 namespace',
      'render it first: kubectl kustomize .',
      [],
    ]);
  });

  test('of unknown kinds are kept, and so are things of the same name in other groups', () => {
    const { objects } = inputsOfObjects(
      { apiVersion: 'example.com/v9', kind: 'Deployment', metadata: { name: 'x' } },
      { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'y', namespace: 'a' } },
      { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [] },
    );
    expect(objects.map(({ kind, namespace }) => [kind, namespace])).toEqual([
      ['Deployment', undefined],
      ['Widget', 'a'],
      ['Kustomization', undefined],
    ]);
  });
});

describe('two objects of one name', () => {
  const map = (data: object, metadata: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x', namespace: 'a', ...metadata },
    data,
  });

  test('with different content are a fault that names both places', () => {
    const [fault, ...others] = faultsOf(() => inputsOfObjects(map({ k: '1' }), map({ k: '2' })));
    expect([fault?.path, others]).toEqual(['input.yaml:3 metadata.name', []]);
    expect(fault?.fix).toContain('input.yaml:1,');
  });

  test('count once if they differ in what the API server writes and in order alone', () => {
    const metadata = { uid: '1', resourceVersion: '2', generation: 3, creationTimestamp: 't', managedFields: [] };
    const dumped = { status: {}, ...map({ j: '2', k: '1' }, metadata) };
    expect(inputsOfObjects(map({ k: '1', j: '2' }), dumped).objects).toHaveLength(1);
  });

  test('are two where the API server makes up their names, and of what makes pods', () => {
    const generated = { name: undefined, generateName: 'x-' };
    expect(inputsOfObjects(map({ k: '1' }, generated), map({ k: '2' }, generated)).objects).toHaveLength(2);
    const runs = (image: string): object => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x', namespace: 'a' },
      spec: { template: { spec: { containers: [{ name: 'c', image }] } } },
    });
    expect(inputsOfObjects(runs('a'), runs('b')).objects).toHaveLength(2);
  });
});

describe('plans', () => {
  const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
  const resource = {
    urn: 'urn:pulumi:dev::p::aws:iam/role:Role::alpha',
    type: 'aws:iam/role:Role',
    custom: true,
    parent: 'urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev',
    inputs: {
      name: 'alpha',
      arn: '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
      shown: { ...secret, plaintext: '"text"' },
      hidden: { ...secret, ciphertext: 'v1:x' },
      output: {
        '4dabf18193072939515e22adb298388d': 'd0e6a833031e9bbcd3f4e8bde6ca49a4',
        value: { ...secret, value: 1 },
      },
      list: [{ id: '[secret]' }],
    },
    outputs: { name: 'alpha-7' },
    propertyDependencies: { arn: ['urn:x'] },
  };

  test('are read from stack exports, with what is unknown or secret told apart from texts', () => {
    const text = JSON.stringify({ version: 3, deployment: { resources: [resource, { ...resource, delete: true }] } });
    const [planned, ...others] = inputsOfText(text).plans[0]?.resources ?? [];
    expect(others).toEqual([]);
    expect(planned).toMatchObject({
      name: 'alpha',
      type: 'aws:iam/role:Role',
      parent: resource.parent,
      propertyDependencies: { arn: ['urn:x'] },
      isComponent: false,
      inputs: { name: 'alpha', arn: UNKNOWN, shown: 'text', hidden: UNKNOWN, output: 1, list: [{ id: UNKNOWN }] },
    });
    expect(propertyOf(planned as never, 'name')).toBe('alpha-7');
    expect(propertyOf(planned as never, 'constructor')).toBeUndefined();
  });

  test('are read from previews, without what is deleted', () => {
    const steps = [
      { op: 'create', urn: resource.urn, newState: resource },
      { op: 'delete', urn: 'urn:old', oldState: resource },
    ];
    expect(inputsOfText(JSON.stringify({ config: {}, steps })).plans[0]?.resources).toHaveLength(1);
  });

  test('are told from steps of other tools, and a preview without any by its summary', () => {
    expect(inputsOfText('{"steps": [], "changeSummary": {}}').plans).toHaveLength(1);
    const builds = ['steps: [{run: echo hi}]', 'steps: [{name: docker, args: [build]}]', 'steps: []', 'steps: {}'];
    for (const text of builds) {
      const { plans, ignored } = inputsOf([{ name: 'build.yaml', text }], new InputFaults(), new Set());
      expect([text, plans.length, ignored.length]).toEqual([text, 0, 1]);
    }
  });

  test('of another version are refused', () => {
    expect(faultPaths(() => inputsOfText('{"version": 4, "deployment": {"resources": []}}', 's.json'))).toEqual([
      's.json:1 version',
    ]);
  });

  test('give the objects that the Kubernetes provider would create', () => {
    const namespace = {
      ...resource,
      type: 'kubernetes:core/v1:Namespace',
      inputs: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'alpha' } },
    };
    const { objects } = inputsOfText(JSON.stringify({ version: 3, deployment: { resources: [namespace] } }));
    expect(objects.map(({ kind, name }) => [kind, name])).toEqual([['Namespace', 'alpha']]);
  });
});

test.each([
  ['replicas: $NUM_NODES', true],
  ['replicas: ${NUM_NODES}', true],
  ["replicas: '2'", false],
  ['replicas: $', false],
])('a placeholder that stands where it cannot is told to be filled in: %s %s', (line, isPlaceholder) => {
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  ${line}\n  template: {spec: {containers: []}}\n`;
  const { objects, faults } = inputsOfText(text);
  objects[0]?.field.at('spec', 'replicas')?.integer();
  const [fault] = faultsOf(() => faults.refuse());
  expect(fault?.allowed).toBe('a whole number');
  expect(fault?.fix.includes('it is a placeholder: fill it in first')).toBe(isPlaceholder);
});

test('IAM documents are told from other JSON by their keys', () => {
  const inputs = inputsOfText('{"Version": "2012-10-17", "Statement": []}', 'policy.json');
  expect([inputs.iam.length, inputs.objects.length]).toEqual([1, 0]);
  expect(() => inputsOfText('{"statement": []}', 'policy.json')).toThrow(/IAM document/);
});
