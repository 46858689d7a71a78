import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { Manifest, PlatformIsolation, TrainingJob, TrainingProject } from '../../lib/kubernetes';
import { faultsOf } from '../faults-of';
import { platformProps } from '../platform-props';
import { platformOf, trainingJob } from './document-1';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'synthesis-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function build(app = new App({ outdir: folder })): App {
  const platform = platformOf();
  new PlatformIsolation(app, 'platform', { platform });
  new TrainingJob(new TrainingProject(app, 'alpha', { platform, project: 'alpha' }), 'pretrain', trainingJob());
  return app;
}

const filesOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  );

test('what is written is what stock cdk8s would write, object by object', () => {
  build().synth();
  const stock = new App({ outdir: join(folder, 'stock') });
  for (const chart of build(new App()).charts) {
    const plain = new Chart(stock, chart.node.id);
    (chart.toJson() as object[]).forEach(
      (object, index) => new ApiObject(plain, `o${index}`, JSON.parse(JSON.stringify(object))),
    );
  }
  stock.synth();
  for (const file of ['platform.k8s.yaml', 'alpha.k8s.yaml']) {
    expect(loadAll(readFileSync(join(folder, file), 'utf8'))).toEqual(
      loadAll(readFileSync(join(folder, 'stock', file), 'utf8')),
    );
  }
});

test('the text is ours, so that a reader in Go sees texts where texts were given', () => {
  const app = new App({ outdir: folder });
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  new ApiObject(project, 'theirs', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'theirs' },
    data: { octal: '0o7', yes: 'y' },
  });
  app.synth();
  expect(readFileSync(join(folder, 'alpha.k8s.yaml'), 'utf8')).toContain('  octal: "0o7"\n  "yes": "y"\n');
});

test.each([
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
])('output type %s writes every object', (yamlOutputType) => {
  const app = build(new App({ outdir: folder, yamlOutputType }));
  app.synth();
  const written = Object.values(filesOf(folder)).flatMap((text) => loadAll(text));
  // Files named by kind and name only overwrite each other across namespaces; that is stock behaviour of one chart here.
  const names = new Set(
    app.charts
      .flatMap((chart) => chart.toJson() as { kind: string; metadata: { name: string } }[])
      .map(({ kind, metadata }) => `${kind}.${metadata.name}`),
  );
  expect(written.length).toBeGreaterThanOrEqual(names.size);
});

test('an app with many charts asks each construct for its faults a number of times that does not grow with the charts', () => {
  const validations = (charts: number): number => {
    let calls = 0;
    const app = new App({ outdir: join(folder, String(charts)) });
    const platform = platformOf(
      platformProps({
        pools: [{ name: 'g5', instanceType: 'g5.xlarge', maxNodes: 999 }],
        projects: Array.from({ length: charts }, (_, index) => ({ name: `project-${index}`, gpus: 1 })),
      }),
    );
    for (const { name } of platform.projects) {
      const chart = new TrainingProject(app, name, { platform, project: name });
      chart.node.addValidation({ validate: () => (calls++, []) });
    }
    app.synth();
    return calls / charts;
  };
  expect(validations(40)).toBe(validations(4));
});

test('a validation that fails stops the synth, also of one chart alone', () => {
  const app = new App({ outdir: folder });
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  project.node.addValidation({ validate: () => ['not like this'] });
  expect(() => app.synth()).toThrow('[alpha] not like this');
  expect(() => Testing.synth(project)).toThrow('[alpha] not like this');
});

test('patches and metadata added later arrive, and a patched value of any name survives', () => {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  const { job } = new TrainingJob(project, 'pretrain', trainingJob());
  job.metadata.addLabel('team', 'vision');
  job.addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations/example.com~1data', 'v3'));
  const object = (project.toJson() as { kind: string }[]).find(({ kind }) => kind === 'Job');
  expect(object).toMatchObject({
    metadata: { labels: { team: 'vision' } },
    spec: {
      template: {
        metadata: { annotations: { 'example.com/data': 'v3', 'linkerd.io/inject': 'disabled' } },
      },
    },
  });
});

test('dependencies between constructs keep their order', () => {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  const last = new Manifest(project, 'last', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'last', namespace: 'ml-alpha' },
  });
  const first = new Manifest(project, 'first', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'first', namespace: 'ml-alpha' },
  });
  last.addDependency(first);
  const names = (project.toJson() as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
  expect(names.indexOf('first')).toBeLessThan(names.indexOf('last'));
});

test('cluster-scoped objects get no namespace, and objects that users add get the namespace of the project', () => {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  new ApiObject(project, 'theirs', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs' } });
  const objects = project.toJson() as { kind: string; metadata: { name: string; namespace?: string } }[];
  for (const { kind, metadata } of objects) {
    expect([kind, metadata.namespace]).toEqual([
      kind,
      ['Namespace', 'PersistentVolume'].includes(kind) ? undefined : 'ml-alpha',
    ]);
  }
});

describe('two objects of one kind, namespace and name', () => {
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace: 'ml-alpha' },
  };

  test('are refused where the second one is made', () => {
    const app = new App();
    const platform = platformOf();
    const project = new TrainingProject(app, 'alpha', { platform, project: 'alpha' });
    expect(faultsOf(() => new Manifest(project, 'again', policy))).toEqual([
      expect.objectContaining({
        path: 'alpha/again',
        given: 'NetworkPolicy default-deny in namespace ml-alpha',
        allowed: 'an object that nothing else writes, and alpha/NetworkPolicy.ml-alpha.default-deny does',
      }),
    ]);
    const [again] = faultsOf(() => new TrainingProject(app, 'again', { platform, project: 'alpha' }));
    expect(again?.fix).toContain('a project and the platform are made once');
  });

  test('are refused at synth where another library makes the second one, in whatever chart and version', () => {
    const app = new App({ outdir: folder });
    new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
    new ApiObject(new Chart(app, 'theirs'), 'again', { ...policy, apiVersion: 'networking.k8s.io/v1beta1' });
    expect(() => app.synth()).toThrow(/NetworkPolicy default-deny in namespace ml-alpha is defined twice/);
  });

  test('are none once the first was removed, nor in two apps', () => {
    const project = new TrainingProject(new App(), 'alpha', { platform: platformOf(), project: 'alpha' });
    project.node.tryRemoveChild('NetworkPolicy.ml-alpha.default-deny');
    expect(new Manifest(project, 'again', policy)).toBeDefined();
    expect(new TrainingProject(new App(), 'alpha', { platform: platformOf(), project: 'alpha' })).toBeDefined();
  });
});
