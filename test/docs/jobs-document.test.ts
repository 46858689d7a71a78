import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { judge } from '../../lib/policies';
import { namespaceLabels } from '../../lib/kubernetes/project/namespace';
import { codeBlocks } from './code-blocks';
import { jobOf, platformOf, synthesizeAll } from '../kubernetes/document-1';
import { platformProps } from '../platform-props';
import { exampleObjects, judged, podOf, result, type Loose } from '../verify/checks/example';

const text = readFileSync(join(__dirname, '../../docs/jobs.md'), 'utf8');
const platform = platformOf();
const [alpha] = platform.projects;

interface Deployment {
  readonly spec: { readonly template: { readonly spec: { priorityClassName?: string } } };
}
const deployment = (): Deployment => {
  const [block] = codeBlocks('docs/jobs.md').filter(({ attributes }) => attributes['judged'] === 'deployment');
  return load(block?.text ?? '') as Deployment;
};
const refusedBy = (object: unknown): string[] => {
  if (alpha === undefined) throw new Error('no project');
  return judge(platform, object as never, namespaceLabels(platform, alpha)).map(({ rule }) => rule.id);
};

test('the Deployment of the guide passes every rule, and without its priority class that one refuses it', () => {
  expect(refusedBy(deployment())).toEqual([]);
  const without = deployment();
  delete without.spec.template.spec.priorityClassName;
  expect(refusedBy(without)).toEqual(['priority-class']);
  const quota = synthesizeAll().filter(({ metadata }) => metadata.name === 'other-priorities');
  expect(quota.map(({ metadata }) => metadata.namespace)).toEqual(['ml-alpha', 'ml-beta']);
  for (const one of quota) expect(one).toMatchObject({ kind: 'ResourceQuota', spec: { hard: { pods: '0' } } });
});

test('the times of the guide are those of the Job, and a queue holds a job back before they run', () => {
  expect(text).toMatch(/`deadlineSeconds`, three days by default/);
  expect(text).toMatch(/`keepFinishedSeconds`, a week by default/);
  const day = 24 * 60 * 60;
  expect(jobOf().spec).toMatchObject({ activeDeadlineSeconds: 3 * day, ttlSecondsAfterFinished: 7 * day });
  expect(jobOf().spec).not.toHaveProperty('suspend');
  const queued = platformProps({
    policies: { ...platformProps().policies, queue: 'training', controllers: ['system:serviceaccount:queue:queue'] },
  });
  expect(jobOf(queued).spec).toMatchObject({ suspend: true });
});

describe('a cluster of Ray as a job', () => {
  const root = join(__dirname, '../..');
  let folder: string;
  const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> =>
    spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
  const objects = (): readonly Loose[] => loadAll(readFileSync(join(folder, 'dist/alpha.k8s.yaml'), 'utf8')) as Loose[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobs-document-'));
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['cdk8s', 'constructs'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    symlinkSync(root, join(folder, 'node_modules/training-isolation'));
    const readme = codeBlocks('README.md').filter(({ attributes }) => attributes['file'] !== undefined);
    for (const { attributes, text: code } of readme) writeFileSync(join(folder, attributes['file'] ?? ''), code);
    const [block] = codeBlocks('docs/jobs.md').filter(({ attributes }) => attributes['in'] === 'main.ts');
    const main = join(folder, 'main.ts');
    writeFileSync(main, readFileSync(main, 'utf8').replace('app.synth();', `${block?.text ?? ''}\napp.synth();`));
    const jiti = join(root, 'node_modules/jiti/lib/jiti-cli.mjs');
    expect(run(process.execPath, [jiti, 'main.ts'], { CDK8S_OUTDIR: 'dist' })).toMatchObject({ status: 0 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('ends with rank 0, and no check of pods has anything against it', () => {
    const job = objects().find(({ kind, metadata }) => kind === 'Job' && metadata.name === 'ray');
    expect(job?.spec).toMatchObject({ completions: 2, successPolicy: { rules: [{ succeededIndexes: '0' }] } });
    const args = ['verify', 'dist', '--platform', 'platform.ts', '--assume', 'complete', '--format', 'json'];
    const { checks } = JSON.parse(run(process.execPath, [join(root, 'build/cli/main.js'), ...args]).stdout) as Loose;
    const said = checks.flatMap(({ id, findings }: Loose) => findings.map((finding: Loose) => ({ id, ...finding })));
    expect(checks.length).toBeGreaterThan(50);
    expect(said.filter(({ id, resource }: Loose) => id.startsWith('pod/') && resource === 'Job/ray')).toEqual([]);
  });

  test('starts the head and the program on rank 0, and joins from the others once the head answers', () => {
    const script = objects().find(({ kind, data }) => kind === 'ConfigMap' && data['ray.sh'] !== undefined)?.data[
      'ray.sh'
    ];
    writeFileSync(join(folder, 'ray.sh'), script);
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const name of ['ray', 'python3'])
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $* at $RAY_ADDRESS"\n`, { mode: 0o755 });
    const rank = (number: string): string =>
      run('sh', ['ray.sh'], {
        PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
        NODE_RANK: number,
        MASTER_ADDR: 'head',
        MASTER_PORT: '29500',
      }).stdout;
    expect(rank('0').trim().split('\n')).toEqual([
      'ray start --head --port=29500 --include-dashboard=false at head:29500',
      'python3 /app/train.py at head:29500',
    ]);
    expect(rank('1').trim().split('\n')).toEqual([
      'ray health-check --address head:29500 at head:29500',
      'ray start --address=head:29500 --block at head:29500',
    ]);
  });
});

test('the launcher of an MPIJob without a GPU fails one check, and with the GPUs of a rank it passes', () => {
  const gpus = (launcher: (container: Loose) => void): readonly string[] => {
    const all = exampleObjects();
    const { metadata, spec } = structuredClone(podOf(all)) as Loose;
    const template = (): Loose => structuredClone({ metadata, spec });
    const alone = template();
    launcher(alone.spec.containers[0]);
    const mpiReplicaSpecs = {
      Launcher: { replicas: 1, template: alone },
      Worker: { replicas: 1, template: template() },
    };
    all.push({
      apiVersion: 'kubeflow.org/v2beta1',
      kind: 'MPIJob',
      metadata: { name: 'mpi', namespace: 'ml-alpha' },
      spec: { runLauncherAsWorker: true, mpiReplicaSpecs },
    });
    return result(judged(all), 'pod/gpus').findings.map(({ resource, message }) => `${resource} ${message}`);
  };
  expect(gpus(() => undefined)).toEqual([]);
  const withoutGpu = ({ resources }: Loose): void => {
    for (const part of [resources.limits, resources.requests]) delete part?.['nvidia.com/gpu'];
  };
  expect(gpus(withoutGpu)).toEqual([expect.stringMatching(/^MPIJob\/mpi.* asks for no GPU$/)]);
});
