import { platformProps } from '../../platform-props';
import type { Loose } from './example';

/** A description, and a job of its first project, as options change them one after another. */
export interface Draft {
  /** A `PlatformProps`. */
  readonly platform: Loose;
  /** A `TrainingJobProps`. */
  readonly job: Loose;
}

const because = { reason: 'models are loaded by hand until the mirror stands' };
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ADMINISTRATOR = 'arn:aws:iam::111122223333:role/platform-admin';

/** Two projects with all that a cluster of ours runs beside them, so that a plan shows whatever the checks ask for. */
export function plainDraft(): Draft {
  const props = platformProps();
  const egress = ['cloud-endpoints'];
  return structuredClone({
    platform: {
      ...props,
      aws: { ...props.aws, access: { administrators: [ADMINISTRATOR] } },
      services: [
        { name: 'data-lake', namespace: 'ml-data', podLabels: { app: 'data-lake' }, port: 443, egress },
        { name: 'tracking', namespace: 'ml-platform', podLabels: { app: 'mlflow' }, port: 5000, egress },
      ].map((service) => ({ ...service, tenancy: 'authenticated' })),
      components: [
        'coredns',
        'nvidia-device-plugin',
        'efa-device-plugin',
        'mountpoint-s3',
        'cluster-autoscaler',
        'ebs-csi',
        'metrics-server',
        'falco',
        'kyverno',
      ],
      policies: {},
      projects: [
        { name: 'alpha', gpus: 32, uses: ['data-lake', 'tracking'] },
        { name: 'beta', gpus: 8, uses: ['data-lake'] },
      ],
    },
    job: {
      image: `111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/trainer@${DIGEST}`,
      nodes: 2,
      command: ['torchrun'],
      args: ['/app/train.py'],
    },
  });
}

type Change = (draft: Draft) => void;

/** Adds to some part of a draft; nothing where that is not there any more. */
const into =
  (part: (draft: Draft) => object | undefined) =>
  (more: object): Change =>
  (draft) =>
    Object.assign(part(draft) ?? {}, more);
const ofPlatform = into(({ platform }) => platform);
const ofAws = into(({ platform }) => platform.aws);
const ofAccess = into(({ platform }) => platform.aws.access);
const ofPolicies = into(({ platform }) => platform.policies);
const ofAlpha = into(({ platform }) => platform.projects[0]);
const ofService = into(({ platform }) => platform.services?.[0]);
const ofJob = into(({ job }) => job);
const ofPools =
  (more: object): Change =>
  ({ platform: { pools } }) =>
    pools.forEach((pool: object) => Object.assign(pool, more));
/** Weakenings of the cloud or of alpha add up. */
const weakenedAws =
  (more: object): Change =>
  ({ platform: { aws } }) => {
    aws.unsafe = { ...aws.unsafe, ...more };
  };
const weakenedAlpha =
  (more: object): Change =>
  ({ platform }) => {
    const [alpha] = platform.projects;
    alpha.unsafe = { ...alpha.unsafe, ...more };
  };
const storedOtherwise =
  (more: object): Change =>
  ({ platform }) => {
    const [alpha] = platform.projects;
    alpha.storage = { ...alpha.storage, ...more };
  };
const beside =
  (component: unknown): Change =>
  ({ platform }) =>
    platform.components?.push(component);
const without =
  (component: string): Change =>
  ({ platform }) => {
    platform.components = platform.components?.filter((one: unknown) => one !== component);
  };
const excepted =
  (rule: string, name: string): Change =>
  ({ platform: { policies } }) => {
    const exception = { rule, project: 'alpha', names: [name], owner: 'team-a', expires: '2027-01-31', ...because };
    policies.exceptions = [...(policies.exceptions ?? []), exception];
  };
const all =
  (...changes: readonly Change[]): Change =>
  (draft) =>
    changes.forEach((change) => change(draft));

const EFS = { kind: 'efs', fileSystemId: 'fs-0123456789abcdef0', accessPointId: 'fsap-0123456789abcdef0' };
const FSX_ID = 'fs-0123456789abcdef1';
const FSX = {
  kind: 'fsx-lustre',
  fileSystemId: FSX_ID,
  dnsName: `${FSX_ID}.fsx.us-west-2.amazonaws.com`,
  mountName: 'abcdef',
  sizeGiB: 1200,
};
const VOLUME_KEY = 'arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555';

/** What one may ask for, each alone or with any others; those that contradict each other are refused. */
export const OPTIONS: Readonly<Record<string, Change>> = {
  'roles by the token of a pod': ofAws({ credentials: { kind: 'irsa' } }),
  'one role for all': ofAws({ credentials: { kind: 'shared-role', ...because } }),
  'a way to the internet for nodes': weakenedAws({ internet: because }),
  'a public API server': weakenedAws({ publicApi: { ...because, cidrs: ['203.0.113.0/24'] } }),
  'shells on nodes': weakenedAws({ nodeAccess: because }),
  'open node ports': weakenedAws({ nodePorts: because }),
  'an older version of Kubernetes': ofPlatform({ kubernetesVersion: '1.34' }),
  'pods that start open': ofPlatform({ cni: { kind: 'vpc-cni', startsOpen: because } }),
  Cilium: ofPlatform({ cni: 'cilium' }),
  Calico: ofPlatform({ cni: 'calico' }),
  'DNS on the node': ofPlatform({ dns: { nodeLocal: '169.254.20.10' } }),
  'another domain': ofPlatform({ clusterDomain: 'k8s.example' }),
  'other labels': ofPlatform({ labels: { keyPrefix: 'iso.example.com', taintKey: 'dedicated', taintValue: 'gpu' } }),
  'another user': ofPlatform({ runAs: { uid: 5000, gid: 5000 } }),
  'another name of the cluster': ofAws({ clusterName: 'prod-training' }),
  'policies of the API server': all(ofPolicies({ dialects: ['vap'] }), without('kyverno')),
  'the newer policies of Kyverno': ofPolicies({ dialects: ['kyverno-cel'] }),
  'policies in every dialect': ofPolicies({ dialects: ['kyverno', 'kyverno-cel', 'vap'] }),
  'another runtime': ofPolicies({ runtimeClasses: ['gvisor'] }),
  'groups of the platform': ofPolicies({ platformGroups: ['argocd'], breakGlassGroups: ['oncall'] }),
  'a queue': all(ofPolicies({ queue: 'training' }), beside('kueue')),
  'an exception of one job': excepted('image-digest', 'old'),
  'images of another registry': all(
    ofPolicies({ registries: ['registry.example.com/{project}/'] }),
    ofJob({ image: `registry.example.com/alpha/trainer@${DIGEST}` }),
  ),
  'signed images': ofPolicies({
    signatures: [
      {
        name: 'ci',
        keyless: { issuer: 'https://token.actions.githubusercontent.com', subject: 'https://github.com/acme/x' },
      },
    ],
  }),
  inference: ofPolicies({ gpuNamespaces: ['inference'] }),
  'nodes of Karpenter': all(
    ofPools({ provisioner: 'karpenter' }),
    ofAccess({ nodeLaunchers: ['arn:aws:iam::111122223333:role/karpenter'] }),
    without('cluster-autoscaler'),
    beside('karpenter'),
  ),
  'nodes of somebody else': ofPools({ provisioner: 'self-managed' }),
  'a pool for each project': ({ platform: { pools, projects } }) => {
    pools.push({ name: 'g5', instanceType: 'g5.xlarge', maxNodes: 8 });
    [['p4d'], ['g5']].forEach((names, index) => (projects[index].pools = names));
  },
  'two pools for one project': ({ platform: { pools, projects }, job }) => {
    pools.push({ name: 'p5', instanceType: 'p5.48xlarge', availabilityZone: 'us-west-2a', maxNodes: 16 });
    [['p4d', 'p5'], ['p4d']].forEach((names, index) => (projects[index].pools = names));
    job.pool = 'p5';
  },
  'a shared pool': ({ platform: { pools } }) => (pools[0].shared = because),
  'spot nodes': ofPools({ purchase: { kind: 'spot', ...because } }),
  'reserved nodes': ofPools({ purchase: { kind: 'capacity-block', id: 'cr-0123456789abcdef0' } }),
  'ranks over TCP': ofPools({ fabric: 'tcp' }),
  'GPUs of AMD': ofPools({ gpuResource: 'amd.com/gpu' }),
  'GPUs of a vendor that nobody knows': ofPools({ gpuResource: 'example.com/accelerator' }),
  'whole nodes': ofPools({ wholeNodes: true }),
  'room for agents': ofPools({ reserved: { cpus: 4, memoryGiB: 16 }, rootVolumeGiB: 500 }),
  'more quota than nodes': all(ofPools({ oversubscribed: true }), ofAlpha({ gpus: 128 })),
  'the internet for a project': weakenedAlpha({ internet: because }),
  'the API server for a project': weakenedAlpha({ kubernetesApi: because }),
  debuggers: weakenedAlpha({ debuggers: { ...because, groups: ['alpha-debug'] } }),
  'ranks of all jobs together': ofAlpha({ peers: 'project' }),
  'groups of people': ofAlpha({ people: { scientists: ['a'], engineers: ['b'], viewers: ['c'] } }),
  'roles of people': ofAlpha({ peopleRoles: { scientists: ['arn:aws:iam::111122223333:role/alpha-scientist'] } }),
  'a prefix of its own': ofAlpha({ prefix: 'teams/alpha/' }),
  'a smaller quota': ofAlpha({ quota: { pods: 20, jobs: 5, cpus: 800, memoryGiB: 8000 } }),
  'a namespace that stands already': ({ platform: { projects } }) =>
    (projects[0].existing = { ...projects[0].existing, namespace: 'team-alpha' }),
  'an account that stands already': ({ platform: { projects } }) =>
    (projects[0].existing = { ...projects[0].existing, serviceAccount: 'trainer' }),
  'a third project': ({ platform: { projects } }) => projects.push({ name: 'gamma-ray', gpus: 8, pools: ['p4d'] }),
  'checkpoints in EFS': storedOtherwise({ checkpoints: EFS }),
  'training data in EFS': storedOtherwise({ datasets: EFS }),
  'checkpoints in FSx': storedOtherwise({ checkpoints: FSX }),
  'training data in FSx': storedOtherwise({ datasets: FSX }),
  'claims of others': storedOtherwise({ datasets: { kind: 'existing', claim: 'theirs' } }),
  'no claims': ({ platform }) => delete platform.storage,
  'classes of storage': ofPlatform({
    storageClasses: { allowed: [{ name: 'fast', perProjectGiB: 100 }], denied: ['gp2'] },
  }),
  'no services': ({ platform }) => {
    delete platform.services;
    for (const project of platform.projects) delete project.uses;
  },
  'an instance of a service for each project': ofService({ tenancy: 'per-project' }),
  'a service without tenancy': ofService({ tenancy: { none: because } }),
  'a gateway to a service': ofService({ alsoFrom: [{ namespace: 'gateway', podLabels: { app: 'gw' } }] }),
  'a service with databases': ofService({
    egress: [
      'cloud-endpoints',
      { namespace: 'db', podLabels: { app: 'pg' }, port: 5432 },
      { cidr: '10.20.0.0/24', port: 5433 },
    ],
  }),
  'checkpoints written once': ofAws({ createOnlyCheckpoints: { exceptFiles: ['latest'] } }),
  'one endpoint of S3': ofAws({ s3EndpointIds: ['vpce-0123456789abcdef0'] }),
  'buckets of services': ofAws({ serviceBuckets: ['mlflow-artifacts'] }),
  'loaders of data': ofAccess({ dataLoaders: ['arn:aws:iam::111122223333:role/loader'] }),
  'readers of checkpoints': ofAccess({
    checkpointReaders: [{ role: 'arn:aws:iam::111122223333:role/serving', ...because }],
  }),
  'images as they are published': ofAws({ registry: 'published' }),
  'a key of volumes': ofAws({ volumeKeyArn: VOLUME_KEY }),
  'an agent of one’s own': beside({ name: 'agent', namespace: 'agents', needs: { dns: true, kubernetesApi: true } }),
  'an agent on the host’s network': beside({ name: 'agent', namespace: 'agents', hostNetwork: true }),
  'the components that are needed': ({ platform }) => delete platform.components,
  JAX: ofJob({ launcher: 'jax' }),
  'a launcher of one’s own': ofJob({ launcher: 'none' }),
  'a job of one node': ofJob({ nodes: 1 }),
  'a job of some GPUs': ofJob({ nodes: 1, gpusPerNode: 4 }),
  'no huge pages': ofJob({ hugePages: false }),
  'no guard of ranks': ofJob({ rankGuard: false }),
  'a job that may be interrupted': ofJob({ priority: 'interruptible' }),
  'helpers in the image': ofJob({ helpers: 'baked' }),
  'no audit log': ofJob({ auditLog: false }),
  'a writable root': all(
    ofJob({ unsafe: { writableRootFilesystem: because } }),
    excepted('read-only-root', 'pretrain'),
  ),
  'files and variables': ofJob({ configFiles: { 'a.yaml': 'x: 1\n' }, env: { OMP_NUM_THREADS: '8' } }),
  'little space': ofJob({ scratchGiB: 20, sharedMemoryGiB: 64 }),
  'secrets of a registry': ofJob({ imagePullSecrets: ['regcred'] }),
};

/** Checks that an option leaves open, since what they ask lies outside the files. */
export const LEFT_OPEN: Readonly<Record<string, readonly string[]>> = {
  'roles by the token of a pod': ['access/trust', 'access/pods-get-roles'],
  'an account that stands already': ['pod/references', 'access/pods-get-roles'],
  'claims of others': ['storage/resumable'],
  'nodes of somebody else': ['placement/others-stay-out'],
  'a key of volumes': ['node/keys-open'],
  // A block of addresses may hold pods.
  Calico: ['network/other-namespaces', 'network/shared-services'],
};

/** Options of which a description, or its job, refuses the one beside the other. */
export const CONTRADICTING: readonly (readonly [string, string])[] = [
  ['a job of some GPUs', 'whole nodes'],
  ['a job of some GPUs', 'a shared pool'],
  ['a pool for each project', 'two pools for one project'],
  ['a prefix of its own', 'one role for all'],
  ['policies of the API server', 'signed images'],
];
