import { App } from 'cdk8s';
import { definePlatform, type PlatformProps } from '../../lib';
import { ProbeJob, TrainingJob, TrainingProject, type ProbeJobProps } from '../../lib/kubernetes';
import type { Job, PodSpec } from '../../lib/kubernetes/api';
import { synthesize, type SynthesizedObject } from '../../lib/testing';
import { faultsOf } from '../faults-of';
import { alphaProps, platformProps } from '../platform-props';
import { IMAGE } from './document-1';

interface Target {
  readonly name: string;
  readonly address: string;
  readonly expect: string;
}

function probed(props: Partial<ProbeJobProps> = {}, description: PlatformProps = platformProps()): SynthesizedObject[] {
  const platform = definePlatform(description);
  const app = new App();
  const alpha = new TrainingProject(app, 'alpha', { platform, project: 'alpha' });
  new TrainingJob(alpha, 'train', { image: IMAGE, command: ['python3'], launcher: 'none' });
  new ProbeJob(alpha, 'probe', { image: IMAGE, ...props });
  return synthesize(app);
}

const podOf = (objects: readonly SynthesizedObject[], job: string): PodSpec => {
  const found = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name === job) as unknown as Job;
  return found.spec?.template.spec as PodSpec;
};

function questionsOf(objects: readonly SynthesizedObject[], job: string): { role: string; targets: Target[] } {
  const name = podOf(objects, job).volumes?.find((volume) => volume.name === 'config')?.configMap?.name;
  const files = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  return JSON.parse((files?.['data'] as Record<string, string>)['probe.json'] ?? '') as {
    role: string;
    targets: Target[];
  };
}

test('a probe has the pod of a training job: whatever isolates one isolates the other', () => {
  const objects = probed();
  const [probe, train] = [podOf(objects, 'probe'), podOf(objects, 'train')];
  const fields = ['nodeSelector', 'tolerations', 'securityContext', 'serviceAccountName', 'priorityClassName'] as const;
  for (const field of [...fields, 'automountServiceAccountToken'] as const) expect(probe[field]).toEqual(train[field]);
  const [own, other] = [probe.containers[0], train.containers[0]];
  expect([own?.resources, own?.securityContext]).toEqual([other?.resources, other?.securityContext]);
});

test('what the description opens must answer, and what it shuts must not', () => {
  const { targets } = questionsOf(
    probed({ open: { tracking: 'mlflow:5000' }, shut: { vault: 'vault.production:80' } }),
    'probe',
  );
  expect(targets).toContainEqual({ name: 'tracking', address: 'mlflow:5000', expect: 'open' });
  expect(targets).toContainEqual({ name: 'vault', address: 'vault.production:80', expect: 'shut' });
  expect(targets.find(({ name }) => name === 'API server')?.expect).toBe('shut');
  expect(targets.find(({ name }) => name === 'instance metadata')?.expect).toBe('shut');
  expect(targets.find(({ name }) => name === 'Pod Identity agent')?.expect).toBe('open');
});

test('asked is what the policies open: no agent where tokens give the role, the services of the region by their names', () => {
  const china = platformProps({
    aws: {
      account: '111122223333',
      region: 'cn-north-1',
      zones: ['cn-north-1a'],
      vpcCidr: '10.0.0.0/16',
      credentials: { kind: 'irsa', issuer: 'oidc.eks.cn-north-1.amazonaws.com.cn/id/EXAMPLE' },
    },
    pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'cn-north-1a', maxNodes: 16 }],
  });
  const open = questionsOf(probed({}, china), 'probe').targets.filter(({ expect: expected }) => expected === 'open');
  expect(open.map(({ address }) => address)).toEqual(['sts.cn-north-1.amazonaws.com.cn:443']);
});

test('an API server that is opened by reason must answer', () => {
  const description = alphaProps({ unsafe: { kubernetesApi: { reason: 'a launcher of ours asks the API server' } } });
  const { targets } = questionsOf(probed({}, description), 'probe');
  expect(targets.find(({ name }) => name === 'API server')?.expect).toBe('open');
});

test('the control tries what the probe is kept from, in a namespace outside the project, and nothing else', () => {
  const objects = probed({ shut: { vault: 'vault.production:80' }, controlNamespace: 'platform-checks' });
  const { role, targets } = questionsOf(objects, 'probe--control');
  expect(role).toBe('control');
  expect(targets.map(({ name }) => name)).toEqual(['API server', 'vault']);
  const control = objects.filter(({ metadata }) => metadata.name.startsWith('probe--control'));
  expect(control.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ['ConfigMap', 'platform-checks'],
    // Strict mode: without a policy of its own it would reach nothing, and prove nothing.
    ['NetworkPolicy', 'platform-checks'],
    ['Job', 'platform-checks'],
  ]);
  expect(podOf(objects, 'probe--control').containers[0]?.resources?.limits).not.toHaveProperty(['nvidia.com/gpu']);
});

test('an address without a port is refused with all its like', () => {
  const faults = faultsOf(() => probed({ open: { tracking: 'mlflow' }, shut: { vault: 'vault:99999' } }));
  expect(faults.map(({ path }) => path)).toEqual(['open.tracking', 'shut.vault']);
});

test('a misspelt option is refused with every other fault, those of the job among them', () => {
  const given = {
    shutt: { vault: 'vault:8200' },
    controlNamespace: 'A',
    pool: 'p4',
    image: 'python:3',
    open: { x: 1 },
  };
  const faults = faultsOf(() => probed(given as never));
  expect(faults.map(({ path }) => path).sort()).toEqual(['controlNamespace', 'image', 'open.x', 'pool', 'shutt']);
});

test('a probe outside any project is refused', () => {
  const app = new App();
  expect(() => new ProbeJob(app, 'probe', { image: IMAGE })).toThrow(/a TrainingProject, or a construct inside one/);
});
