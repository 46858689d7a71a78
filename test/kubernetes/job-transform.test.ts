import { App, JsonPatch } from 'cdk8s';
import { TrainingJob, TrainingProject, type TrainingJobProps } from '../../lib/kubernetes';
import type { Container, Job, PodSpec } from '../../lib/kubernetes/api';
import { synthesize } from '../../lib/testing';
import { faultsOf } from '../faults-of';
import { IMAGE, jobOf, platformOf, podOf, trainingJob } from './document-1';

type Change = (pod: PodSpec, job: Job) => void;

const transform =
  (change: Change) =>
  (job: Job): Job => {
    change(job.spec?.template.spec as PodSpec, job);
    return job;
  };

/** Where a change is refused for opening what the library closed; rules of admission may say so too. */
const refusedAt = (change: Change): string[] =>
  faultsOf(() => podOf({ transform: transform(change) }))
    .map(({ path }) => /^transform: (?:spec\.template\.spec\.)?(.*)/.exec(path)?.[1])
    .filter((path) => path !== undefined);

const trainer = (pod: PodSpec): Container => pod.containers[0] as Container;
const BOUNDS = { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' };
const side = (changes: object = {}): Container => ({
  name: 'side',
  image: IMAGE,
  securityContext: {
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  resources: { limits: BOUNDS },
  ...changes,
});

test.each<[string, Change]>([
  ['options of the resolver', (pod) => (pod.dnsConfig = { options: [{ name: 'ndots', value: '1' }] })],
  ['a scheduler for gangs', (pod) => (pod.schedulerName = 'volcano')],
  [
    'a spread over racks',
    (pod) =>
      (pod.topologySpreadConstraints = [{ maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'ScheduleAnyway' }]),
  ],
  ['a probe', (pod) => (trainer(pod).livenessProbe = { exec: { command: ['true'] } })],
  [
    'a variable from the pod itself',
    (pod) => trainer(pod).env?.push({ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }),
  ],
  ['a side container under the same hardening', (pod) => pod.containers.push(side())],
  [
    'an init container with a place to write',
    (pod) => {
      pod.volumes?.push({ name: 'warm', emptyDir: {} });
      pod.initContainers = [side({ restartPolicy: 'Always', volumeMounts: [{ name: 'warm', mountPath: '/warm' }] })];
    },
  ],
  [
    'annotations and labels of its author',
    (_, job) => {
      job.metadata = {
        ...job.metadata,
        labels: { ...job.metadata?.labels, team: 'vision', 'app.kubernetes.io/version': '1.4' },
      };
      job.spec!.template.metadata!.annotations!['example.com/data'] = 'v3 of 2026';
    },
  ],
  [
    'its parts in another order',
    (pod) => {
      pod.volumes?.reverse();
      trainer(pod).env?.reverse();
      trainer(pod).volumeMounts?.reverse();
    },
  ],
])('a transform may give the job %s', (_, change) => {
  expect(jobOf(undefined, { transform: transform(change) }).spec.template.spec.serviceAccountName).toBe(
    podOf().serviceAccountName,
  );
});

const opening: [string, Change, string[]][] = [
  ['another account', (pod) => (pod.serviceAccountName = 'default'), ['serviceAccountName']],
  ['another account under its old name', (pod) => (pod.serviceAccount = 'default'), ['serviceAccount']],
  ['a token', (pod) => (pod.automountServiceAccountToken = true), ['automountServiceAccountToken']],
  ['another node', (pod) => (pod.nodeName = 'gpu-1'), ['nodeName']],
  ['no selector', (pod) => delete pod.nodeSelector, ['nodeSelector']],
  ['a wider toleration', (pod) => pod.tolerations?.push({ operator: 'Exists' }), ['tolerations.2']],
  ['the network of the host', (pod) => (pod.hostNetwork = true), ['hostNetwork']],
  ['a field that nobody has thought about', (pod) => Object.assign(pod, { hostEverything: true }), ['hostEverything']],
  ['a resolver of its own', (pod) => (pod.dnsConfig = { nameservers: ['203.0.113.9'] }), ['dnsConfig.nameservers']],
  ['a user of the host', (pod) => (pod.securityContext!.runAsUser = 0), ['securityContext.runAsUser']],
  [
    'a group of the host',
    (pod) => (pod.securityContext!.supplementalGroups = [0]),
    ['securityContext.supplementalGroups'],
  ],
  [
    'a privileged container',
    (pod) => (trainer(pod).securityContext!.privileged = true),
    ['containers.trainer.securityContext.privileged'],
  ],
  ['another image', (pod) => (trainer(pod).image = 'evil:latest'), ['containers.trainer.image']],
  [
    'less than its limit requested',
    (pod) => (trainer(pod).resources!.requests!['cpu'] = '1'),
    ['containers.trainer.resources.requests.cpu'],
  ],
  [
    'a variable over that of the library',
    (pod) => (trainer(pod).env!.find(({ name }) => name === 'TRAINING_PROJECT_ID')!.value = 'beta'),
    ['containers.trainer.env.TRAINING_PROJECT_ID.value'],
  ],
  [
    'a variable twice, of which the last would win',
    (pod) => trainer(pod).env!.push({ name: 'TRAINING_PROJECT_ID', value: 'beta' }),
    ['containers.trainer.env'],
  ],
  [
    'devices by variable',
    (pod) => trainer(pod).env!.push({ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }),
    ['containers.trainer.env.NVIDIA_VISIBLE_DEVICES'],
  ],
  [
    'a secret by variable',
    (pod) => trainer(pod).env!.push({ name: 'X', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } }),
    ['containers.trainer.env.X'],
  ],
  [
    'variables that nobody can judge',
    (pod) => (trainer(pod).envFrom = [{ configMapRef: { name: 'x' } }]),
    ['containers.trainer.envFrom'],
  ],
  [
    'a port of the node',
    (pod) => trainer(pod).ports!.push({ containerPort: 80, hostPort: 80 }),
    ['containers.trainer.ports.80.hostPort'],
  ],
  [
    'the data to write to',
    (pod) => delete trainer(pod).volumeMounts![0]!.readOnly,
    ['containers.trainer.volumeMounts./data.readOnly'],
  ],
  [
    'the data once more, to write to',
    (pod) => pod.volumes!.push({ name: 'd', persistentVolumeClaim: { claimName: 'alpha--data' } }),
    ['volumes.d.persistentVolumeClaim.claimName'],
  ],
  [
    'a mount over the system',
    (pod) => trainer(pod).volumeMounts!.push({ name: 'scratch', mountPath: '/usr/lib' }),
    ['containers.trainer.volumeMounts./usr/lib'],
  ],
  [
    'a raw device',
    (pod) => (trainer(pod).volumeDevices = [{ name: 'd', devicePath: '/dev/d' }]),
    ['containers.trainer.volumeDevices'],
  ],
  ['a folder of the host', (pod) => pod.volumes!.push({ name: 'v', hostPath: { path: '/' } }), ['volumes.v']],
  [
    'a folder of the host behind an empty one',
    (pod) => pod.volumes!.push({ name: 'v', emptyDir: {}, hostPath: { path: '/' } }),
    ['volumes.v'],
  ],
  ['an ephemeral volume', (pod) => pod.volumes!.push({ name: 'v', ephemeral: {} }), ['volumes.v']],
  ['a volume of a driver', (pod) => pod.volumes!.push({ name: 'v', csi: { driver: 'x' } }), ['volumes.v']],
  ['an image as volume', (pod) => pod.volumes!.push({ name: 'v', image: { reference: 'x' } }), ['volumes.v']],
  [
    'a projected token',
    (pod) => pod.volumes!.push({ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 'x' } }] } }),
    ['volumes.v'],
  ],
  ['a claim of dynamic resources', (pod) => (pod.resourceClaims = [{ name: 'gpu' }]), ['resourceClaims']],
  ['a higher priority', (pod) => (pod.priorityClassName = 'system-node-critical'), ['priorityClassName']],
  ['no trainer', (pod) => (pod.containers = [side()]), ['containers.trainer']],
  [
    'a side container without hardening',
    (pod) => pod.containers.push(side({ securityContext: undefined })),
    ['containers.side.securityContext.allowPrivilegeEscalation', 'containers.side.securityContext.capabilities'],
  ],
  [
    'an init container that runs as root',
    (pod) => (pod.initContainers = [side({ securityContext: { ...side().securityContext, runAsUser: 0 } })]),
    ['initContainers.side.securityContext.runAsUser'],
  ],
  [
    'a side container without limits',
    (pod) => pod.containers.push(side({ resources: {} })),
    ['containers.side.resources'],
  ],
  [
    'a side container with a GPU',
    (pod) => pod.containers.push(side({ resources: { limits: { ...BOUNDS, 'nvidia.com/gpu': '1' } } })),
    ['containers.side.resources'],
  ],
  [
    'a side container by tag',
    (pod) => pod.containers.push(side({ image: 'registry.example.com/side:1' })),
    ['containers.side.image'],
  ],
  [
    'a debug container in its template',
    (pod) => (pod.ephemeralContainers = [{ name: 'debug', image: IMAGE }]),
    ['ephemeralContainers'],
  ],
  ['another namespace', (_, job) => (job.metadata!.namespace = 'ml-beta'), ['metadata.namespace']],
  [
    'another project',
    (_, job) => (job.spec!.template.metadata!.labels!['training-isolation/project'] = 'beta'),
    ['spec.template.metadata.labels.training-isolation/project'],
  ],
  [
    'a second network',
    (_, job) => (job.spec!.template.metadata!.annotations!['k8s.v1.cni.cncf.io/networks'] = 'open'),
    ['spec.template.metadata.annotations.k8s.v1.cni.cncf.io/networks'],
  ],
  ['more pods than the description has nodes', (_, job) => (job.spec!.parallelism = 99), ['spec.parallelism']],
];
test.each(opening)('a transform may not give the job %s', (_, change, paths) => {
  expect(refusedAt(change)).toEqual(expect.arrayContaining(paths));
});

test('a transform that returns nothing is refused, since its changes would be lost', () => {
  for (const nothing of [undefined, null, 'a Job'])
    expect(faultsOf(() => podOf({ transform: (() => nothing) as never }))).toEqual([
      expect.objectContaining({ path: 'transform', allowed: 'a Job' }),
    ]);
});

test('a JSON patch opens no more than a transform, whatever synthesizes the app', () => {
  const patched = (path: string, value: unknown): (() => unknown) => {
    const app = new App();
    const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
    const { job } = new TrainingJob(project, 'pretrain', trainingJob());
    job.addJsonPatch(JsonPatch.add(path, value));
    return () => synthesize(app);
  };
  expect(patched('/spec/template/spec/hostNetwork', true)).toThrow(
    /manifest: spec\.template\.spec\.hostNetwork: given true, allowed nothing/,
  );
  expect(patched('/spec/template/spec/schedulerName', 'volcano')).not.toThrow();
});

test('what is written through the manifest itself is judged too', () => {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  const { job } = new TrainingJob(project, 'pretrain', trainingJob());
  (job.manifest.spec?.template.spec as PodSpec).hostPID = true;
  expect(() => synthesize(app)).toThrow(/hostPID/);
});

test.each<[string, TrainingJobProps['annotations'], string[]]>([
  [
    'a domain that attaches networks',
    { 'k8s.v1.cni.cncf.io/networks': 'open' },
    ['annotations.k8s.v1.cni.cncf.io/networks'],
  ],
  [
    'a domain of Kubernetes',
    { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' },
    ['annotations.cluster-autoscaler.kubernetes.io/safe-to-evict'],
  ],
  [
    'the domain of the library',
    { 'training-isolation/accepted-risk': '{}' },
    ['annotations.training-isolation/accepted-risk'],
  ],
  ['what is no key', { 'a b': 'c' }, ['annotations.a b']],
])('annotations of %s are refused', (_, annotations, paths) => {
  expect(faultsOf(() => podOf({ annotations: annotations ?? {} })).map(({ path }) => path)).toEqual(paths);
});
