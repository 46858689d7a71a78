import { App, Chart } from 'cdk8s';
import { definePlatform, LOST_PEER_EXIT_CODE, type PlatformProps, type RuleId } from '../../lib';
import { LONGEST_STOP_SECONDS, LOSS_MEMORY_SECONDS } from '../../lib/model';
import { TrainingJob, TrainingProject, type TrainingJobProps } from '../../lib/kubernetes';
import type { Job, PodSpec } from '../../lib/kubernetes/api';
import { synthesize } from '../../lib/testing';
import { faultPaths, faultsOf } from '../faults-of';
import { alphaProps, platformProps } from '../platform-props';
import { environmentOf, jobOf, only, platformOf, podOf, policies, synthesizeAll, trainingJob } from './document-1';

test('a job with nothing but image and command is hardened in full', () => {
  const pod = podOf({ nodes: 1 });
  expect(pod.securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 10_001,
    runAsGroup: 10_001,
    fsGroup: 10_001,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(pod.containers[0]?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'nodeName', 'initContainers'] as const)
    expect(pod[field]).toBeUndefined();
});

test('training stays out of service meshes, which reset its ports and want rights that it has not', () => {
  expect(jobOf().spec.template.metadata).toMatchObject({
    labels: { 'sidecar.istio.io/inject': 'false' },
    annotations: { 'linkerd.io/inject': 'disabled' },
  });
});

describe('a lost rank', () => {
  test('costs no retry: the guard starts each rank, and its exit code for a lost peer is ignored', () => {
    const job = jobOf();
    expect(job.spec.template.spec.containers[0]?.command).toEqual([
      'python3',
      '/opt/training-isolation/training_rank_guard.py',
      '--',
      'torchrun',
    ]);
    expect(environmentOf(job.spec.template.spec)).toMatchObject({
      TRAINING_GUARD_RANKS: '2',
      TRAINING_GUARD_HUB: 'pretrain-0.pretrain.ml-alpha.svc.cluster.local',
      TRAINING_GUARD_LOST_PEER_EXIT_CODE: String(LOST_PEER_EXIT_CODE),
    });
    expect(job.spec.podFailurePolicy?.rules).toContainEqual({
      action: 'Ignore',
      onExitCodes: { containerName: 'trainer', operator: 'In', values: [LOST_PEER_EXIT_CODE] },
    });
    expect(job.spec).toMatchObject({ backoffLimit: 6, podReplacementPolicy: 'Failed' });
  });

  test('without the guard costs a retry for each of its peers, so there are that many more, and the Job says why', () => {
    const job = jobOf(platformProps(), { rankGuard: false, nodes: 4 });
    expect(job.spec.backoffLimit).toBe(24);
    expect(job.spec.template.spec.containers[0]?.command).toEqual(['torchrun']);
    expect(job.metadata?.annotations?.['training-isolation/purpose']).toMatch(/multiplied by 4/);
  });

  test('is remembered for longer than its peers may take to fail, and stops them only if the job asks for it', () => {
    const variables = (props: Partial<TrainingJobProps>) => environmentOf(podOf(props));
    expect(variables({})).toHaveProperty('TRAINING_GUARD_MEMORY_SECONDS', String(LOSS_MEMORY_SECONDS));
    expect(variables({})).not.toHaveProperty('TRAINING_GUARD_STOP_AFTER_SECONDS');
    expect(variables({ stopAfterLossSeconds: 5 })).toHaveProperty('TRAINING_GUARD_STOP_AFTER_SECONDS', '5');
  });

  test('stops its peers within what the guard takes, and not without a guard', () => {
    const faults = (props: Partial<TrainingJobProps>) => faultPaths(() => jobOf(platformProps(), props));
    for (const stopAfterLossSeconds of [0, 1.5, LONGEST_STOP_SECONDS + 1])
      expect(faults({ stopAfterLossSeconds })).toEqual(['stopAfterLossSeconds']);
    expect(faults({ stopAfterLossSeconds: 5, rankGuard: false })).toEqual(['stopAfterLossSeconds']);
    expect(environmentOf(podOf({ stopAfterLossSeconds: LONGEST_STOP_SECONDS }))).toHaveProperty(
      'TRAINING_GUARD_STOP_AFTER_SECONDS',
    );
  });

  test('leaves a job of one node alone: it has no peers and no guard', () => {
    const job = jobOf(platformProps(), { nodes: 1 });
    expect(job.spec.template.spec.containers[0]?.command).toEqual(['torchrun']);
    expect(job.spec.podFailurePolicy?.rules).toHaveLength(1);
  });

  test('is told apart from exit codes that end the job at once', () => {
    expect(jobOf(platformProps(), { fatalExitCodes: [42, 3] }).spec.podFailurePolicy?.rules[1]).toEqual({
      action: 'FailJob',
      onExitCodes: { containerName: 'trainer', operator: 'In', values: [3, 42] },
    });
    const faults = (props: Partial<TrainingJobProps>) => faultPaths(() => jobOf(platformProps(), props));
    expect(faults({ fatalExitCodes: [3, LOST_PEER_EXIT_CODE] })).toEqual(['fatalExitCodes[1]']);
    for (const unguarded of [{ rankGuard: false as const }, { nodes: 1 }])
      expect(jobOf(platformProps(), { fatalExitCodes: [LOST_PEER_EXIT_CODE], ...unguarded }).kind).toBe('Job');
  });
});

describe('peers', () => {
  test('of a job are its own ranks; of a project that asks for it, all its pods; never both', () => {
    const names = (peers: 'job' | 'project'): (string | undefined)[] =>
      policies(synthesizeAll(alphaProps({ peers })), 'ml-alpha')
        .map(({ metadata }) => metadata?.name)
        .filter((name) => name?.includes('peers'));
    expect(names('job')).toEqual(['pretrain--peers']);
    expect(names('project')).toEqual(['allow-peers']);
  });

  test('are nobody for a job of one node: no Service, no policy', () => {
    const objects = synthesizeAll(platformProps(), { nodes: 1 });
    expect(objects.filter(({ kind }) => kind === 'Service')).toEqual([]);
    expect(policies(objects, 'ml-alpha').map(({ metadata }) => metadata?.name)).not.toContain('pretrain--peers');
  });
});

describe('launchers', () => {
  const environment = (launcher: TrainingJobProps['launcher']) =>
    environmentOf(podOf({ ...(launcher && { launcher }) }));
  const rank = "metadata.annotations['batch.kubernetes.io/job-completion-index']";

  test('torchrun reads its options from PET_ variables and sets ranks itself', () => {
    expect(environment(undefined)).toMatchObject({
      PET_NNODES: '2',
      PET_NPROC_PER_NODE: '8',
      PET_NODE_RANK: rank,
      PET_MASTER_PORT: '29500',
    });
    expect(environment('torchrun')).not.toHaveProperty('RANK');
    expect(environment('torchrun')).not.toHaveProperty('WORLD_SIZE');
  });

  test('find rank 0 in the domain that the cluster has', () => {
    const clusterDomain = 'k8s.example.org';
    const props = platformProps({
      clusterDomain,
      storage: { checkpoints: { kind: 's3', bucket: 'model-checkpoints', allowOverwrite: true } },
    });
    expect(JSON.stringify(synthesizeAll(props, { launcher: 'deepspeed' }))).not.toContain('cluster.local');
    expect(environmentOf(podOf({}, props))['PET_MASTER_ADDR']).toBe(
      `pretrain-0.pretrain.ml-alpha.svc.${clusterDomain}`,
    );
    expect(faultPaths(() => definePlatform(platformProps({ clusterDomain: '.local.' })))).toEqual(['clusterDomain']);
  });

  test('JAX gets coordinator, number and id', () => {
    expect(environment('jax')).toMatchObject({
      JAX_COORDINATOR_ADDRESS: 'pretrain-0.pretrain.ml-alpha.svc.cluster.local:29500',
      JAX_NUM_PROCESSES: '2',
      JAX_PROCESS_ID: rank,
      NODE_RANK: rank,
    });
  });

  test('DeepSpeed starts without ssh from a host file that the job brings', () => {
    const storage = { checkpoints: { kind: 's3', bucket: 'model-checkpoints', allowOverwrite: true } } as const;
    const objects = synthesizeAll(platformProps({ storage }), {
      launcher: 'deepspeed',
      command: ['deepspeed'],
      args: ['/app/train.py'],
    });
    const pod = (only(objects, 'Job') as unknown as Job).spec?.template.spec as PodSpec;
    expect(pod.containers[0]?.args).toEqual([
      '--hostfile=/config/hostfile',
      '--no_ssh',
      '--node_rank=$(NODE_RANK)',
      '--master_addr=pretrain-0.pretrain.ml-alpha.svc.cluster.local',
      '--master_port=29500',
      '/app/train.py',
    ]);
    const files = objects.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('pretrain--config'),
    );
    expect(files).toMatchObject({
      data: {
        hostfile:
          'pretrain-0.pretrain.ml-alpha.svc.cluster.local slots=8\npretrain-1.pretrain.ml-alpha.svc.cluster.local slots=8\n',
      },
    });
  });

  test('DeepSpeed is refused where its second save would fail, since it writes its file latest again', () => {
    expect(faultPaths(() => podOf({ launcher: 'deepspeed' }))).toEqual(['launcher']);
    const efs = { kind: 'efs', fileSystemId: 'fs-0123456789abcdef0', accessPointId: 'fsap-0123456789abcdef0' } as const;
    expect(podOf({ launcher: 'deepspeed' }, alphaProps({ storage: { checkpoints: efs } }))).toBeDefined();
  });

  test('several nodes are refused for checkpoints on a disk, which one node mounts', () => {
    const disk = { kind: 'storage-class', storageClass: 'gp3', sizeGiB: 500, accessMode: 'ReadWriteOnce' } as const;
    const props = alphaProps({ storage: { checkpoints: disk } });
    expect(faultPaths(() => podOf({ nodes: 2 }, props))).toEqual(['nodes']);
    expect(podOf({ nodes: 1 }, props)).toBeDefined();
  });

  test('a program of its own gets the usual variables, one process a node', () => {
    expect(environment('none')).toMatchObject({ RANK: rank, WORLD_SIZE: '2', MASTER_PORT: '29500' });
  });
});

describe('variables', () => {
  test('of a job stand over the defaults, and its modules behind the helpers', () => {
    const environment = environmentOf(
      podOf({ env: { NCCL_SOCKET_IFNAME: '=net0', PYTHONPATH: '/app', PAD_TOKEN_ID: '0' } }),
    );
    expect(environment).toMatchObject({
      NCCL_SOCKET_IFNAME: '=net0',
      PYTHONPATH: '/opt/training-isolation:/app',
      PAD_TOKEN_ID: '0',
    });
    const baked = environmentOf(podOf({ helpers: 'baked', env: { PYTHONPATH: '/app' } }));
    expect(baked['PYTHONPATH']).toBe('/app');
  });

  test('stand once each, since the last of a name would win', () => {
    const names = podOf({ env: { HOME: '/scratch/me', PYTHONPATH: '/app' } }).containers[0]?.env?.map(
      ({ name }) => name,
    );
    expect(names).toContain('HOME');
    expect(new Set(names).size).toBe(names?.length);
  });
});

test('a job starts where it is told and pulls its image with the Secret it names', () => {
  const pod = podOf({ workingDir: '/app', imagePullSecrets: ['registry', { name: 'mirror' }] });
  expect(pod.containers[0]?.workingDir).toBe('/app');
  expect(pod.imagePullSecrets).toEqual([{ name: 'registry' }, { name: 'mirror' }]);
});

test('paths that only begin like a folder of the system are free', () => {
  expect(podOf({ dataPath: '/development', checkpointPath: '/running/out' }).containers[0]?.volumeMounts).toEqual(
    expect.arrayContaining([expect.objectContaining({ mountPath: '/development' })]),
  );
});

describe('fabric', () => {
  test('EFA with huge pages needs no variable but the interface; without them libfabric is told', () => {
    expect(environmentOf(podOf())).toMatchObject({ NCCL_SOCKET_IFNAME: '=eth0', GLOO_SOCKET_IFNAME: 'eth0' });
    expect(environmentOf(podOf())).not.toHaveProperty('FI_EFA_USE_HUGE_PAGE');
    const without = podOf({ hugePages: false });
    expect(environmentOf(without)['FI_EFA_USE_HUGE_PAGE']).toBe('0');
    expect(without.containers[0]?.resources?.limits).not.toHaveProperty('hugepages-2Mi');
    for (const name of ['FI_PROVIDER', 'NCCL_PROTO', 'FI_EFA_USE_DEVICE_RDMA'])
      expect(environmentOf(podOf())).not.toHaveProperty(name);
  });

  test.each([
    [{ name: 'g5', instanceType: 'g5.xlarge', maxNodes: 99 }, { NCCL_NET: 'Socket', NCCL_IB_DISABLE: '1' }, {}],
    [
      {
        name: 'ib',
        instanceType: 'p4d.24xlarge',
        availabilityZone: 'us-west-2b',
        maxNodes: 99,
        fabric: 'infiniband',
        rdmaResource: 'rdma/hca',
      },
      { NCCL_IB_HCA: 'mlx5' },
      { 'rdma/hca': '1' },
    ],
  ] as const)('of pool %o gets its variables and devices', (pool, variables, devices) => {
    const pod = podOf({}, platformProps({ pools: [pool] }));
    expect(environmentOf(pod)).toMatchObject(variables);
    expect(pod.containers[0]?.resources?.limits).toMatchObject(devices);
    expect(pod.containers[0]?.resources?.limits).not.toHaveProperty('vpc.amazonaws.com/efa');
  });

  test('of nodes that Karpenter starts has no huge pages, and asking for them is refused', () => {
    const karpenter = platformProps({ pools: [{ ...platformProps().pools[0]!, provisioner: 'karpenter' }] });
    const pod = podOf({}, karpenter);
    expect(pod.containers[0]?.resources?.limits).not.toHaveProperty('hugepages-2Mi');
    expect(environmentOf(pod)['FI_EFA_USE_HUGE_PAGE']).toBe('0');
    expect(faultPaths(() => podOf({ hugePages: true }, karpenter))).toEqual(['hugePages']);
  });

  test('leaves what the pool reserves to others, and the quota has room for them', () => {
    const pool = platformProps().pools[0]!;
    const reserving = platformProps({ pools: [{ ...pool, reserved: { cpus: 8, memoryGiB: 32 } }] });
    const [usual, less] = [podOf(), podOf({}, reserving)].map(({ containers }) => containers[0]?.resources?.limits);
    expect([usual?.['cpu'], less?.['cpu']]).toEqual(['88', '80']);
    expect([usual?.['memory'], less?.['memory']]).toEqual(['960Gi', '928Gi']);
    const quota = platformOf(reserving).projects[0]?.quota;
    expect([quota?.cpus, quota?.memoryGiB]).toEqual([4 * 88 + 16, 4 * 960 + 64]);
  });

  test('a part of a node gets its part of everything', () => {
    expect(podOf({ gpusPerNode: 4 }).containers[0]?.resources?.limits).toMatchObject({
      'nvidia.com/gpu': '4',
      'vpc.amazonaws.com/efa': '2',
      cpu: '44',
      memory: '480Gi',
    });
  });
});

describe('a weakening', () => {
  const reason = 'the framework writes beside its code';
  const excepted = (rule: RuleId): PlatformProps =>
    platformProps({
      policies: {
        ...platformProps().policies,
        exceptions: [
          { rule, project: 'alpha', names: ['pretrain'], reason, owner: 'ml-platform', expires: '2027-06-30' },
        ],
      },
    });

  test.each([
    [
      'writableRootFilesystem',
      'writable-root-filesystem',
      'read-only-root',
      (pod: PodSpec) => pod.containers[0]?.securityContext?.readOnlyRootFilesystem,
      false,
    ],
    [
      'serviceAccountToken',
      'service-account-token',
      'service-account',
      (pod: PodSpec) => pod.automountServiceAccountToken,
      true,
    ],
    ['mutableImage', 'mutable-image', 'image-digest', (pod: PodSpec) => pod.containers[0]?.imagePullPolicy, 'Always'],
  ] as const)('%s changes one field and shows on Job and pods as %s', (option, id, rule, field, value) => {
    const image = option === 'mutableImage' ? { image: 'registry.example.com/alpha/trainer:1.4' } : {};
    const weakened = { ...image, unsafe: { [option]: { reason } } };
    expect(faultPaths(() => jobOf(platformProps(), weakened))).toEqual([`admission: ${rule}`]);
    const job = jobOf(excepted(rule), weakened);
    expect(field(job.spec.template.spec)).toBe(value);
    expect(field(podOf())).not.toBe(value);
    const shown = JSON.stringify({ [id]: reason });
    expect(job.metadata?.annotations?.['training-isolation/accepted-risk']).toBe(shown);
    expect(job.spec.template.metadata?.annotations?.['training-isolation/accepted-risk']).toBe(shown);
  });

  test.each([{ reason: 'ok' }, {} as { reason: string }])(
    'with no more of a reason than %j is refused',
    (weakening) => {
      expect(faultPaths(() => podOf({ unsafe: { mutableImage: weakening } }))).toEqual(['unsafe.mutableImage.reason']);
    },
  );
});

describe('faults', () => {
  test('are all reported at once, and nothing is added to the chart', () => {
    const app = new App();
    const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
    const before = synthesize(app).length;
    const paths = faultPaths(
      () =>
        new TrainingJob(project, 'Pre--train', {
          image: 'trainer:latest',
          command: [],
          nodes: 9,
          gpusPerNode: 16,
          pool: 'p5',
          scratchGiB: -1,
          env: { HF_TOKEN: 'x', '1A': 'y' },
          mounts: [
            { configMap: 'x', path: '/etc/x' },
            { claim: 'y', path: '/data/y' },
          ],
          fatalExitCodes: [0],
        }),
    );
    expect(paths).toEqual([
      'command',
      'env.1A',
      'env.HF_TOKEN',
      'fatalExitCodes[0]',
      'image',
      'mounts[0].path',
      'mounts[1].path',
      'name',
      'pool',
      'scratchGiB',
    ]);
    expect(synthesize(app)).toHaveLength(before);
  });

  test.each<[string, Partial<TrainingJobProps>, string[]]>([
    ['more nodes than the project may have', { nodes: 5 }, ['nodes', 'nodes']],
    ['more GPUs than a node has', { gpusPerNode: 9 }, ['gpusPerNode']],
    ['more scratch than the disks hold', { scratchGiB: 9000 }, ['scratchGiB']],
    ['a name too long for its pods', { name: 'a'.repeat(62) }, ['name']],
    ['a variable that the library relies on', { env: { PET_NNODES: '7' } }, ['env.PET_NNODES']],
    ['a misspelt prop, and what else is wrong', { scratchGB: 9, image: 'x' } as never, ['image', 'scratchGB']],
    ['a text where a number belongs', { nodes: '2' as never }, ['nodes']],
    ['shared memory of all the memory', { sharedMemoryGiB: 960 }, ['sharedMemoryGiB']],
    ['a path with parts that lead elsewhere', { dataPath: '/data//../etc' }, ['dataPath']],
    ['a mount over the accounts of the pod', { mounts: [{ claim: 'alpha--x', path: '/var/run' }] }, ['mounts[0].path']],
    [
      'its own data mounted to write',
      { mounts: [{ claim: 'alpha--data', path: '/d', readOnly: false }] },
      ['mounts[0].claim'],
    ],
    ['a Secret by a name that none can have', { mounts: [{ secret: '../x' }] }, ['mounts[0].path', 'mounts[0].secret']],
    ['a mount of nothing', { mounts: [{ path: '/x' } as never] }, ['mounts[0]']],
    ['a mount of something misspelt', { mounts: [{ secrt: 'x' } as never] }, ['mounts[0]', 'mounts[0].secrt']],
    ['a mount over the helpers', { mounts: [{ secret: 'x', path: '/opt/training-isolation/x' }] }, ['mounts[0].path']],
    [
      'two mounts at one place',
      {
        mounts: [
          { secret: 'x', path: '/mnt/x' },
          { secret: 'y', path: '/mnt/x' },
        ],
      },
      ['mounts[1].path'],
    ],
  ])('name %s', (_, changes, paths) => {
    expect(faultPaths(() => podOf(changes))).toEqual(paths);
  });

  test('name space that the defaults would take of a node that has less', () => {
    const props = platformProps({
      pools: [{ name: 'g5', instanceType: 'p4de.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 9 }],
    });
    const [pool] = props.pools;
    const node = { name: 'small', gpus: 8, gpuMemoryGiB: 24, efaCards: 0, vcpus: 96, memoryGiB: 384, localNvmeGB: 0 };
    const small = { ...props, pools: [{ ...pool!, instanceType: node, rootVolumeGiB: 30 }] };
    expect(faultPaths(() => podOf({}, small))).toEqual(['scratchGiB']);
  });

  test('do not show the value of a variable that looks like a secret', () => {
    const [fault] = faultsOf(() => podOf({ env: { API_TOKEN: 'hunter2' } }));
    expect(JSON.stringify(fault)).not.toContain('hunter2');
    expect(podOf({ env: { API_TOKEN_FILE: '/var/run/secrets/training/api/token' } })).toBeDefined();
  });
});

describe('a job outside a project', () => {
  test('stands in any chart when it names platform and project', () => {
    const app = new App();
    new TrainingJob(new Chart(app, 'jobs'), 'pretrain', trainingJob({ platform: platformOf(), project: 'alpha' }));
    expect(
      synthesize(app).map(
        ({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name.replace(/-[0-9a-f]{10}$/, '')}`,
      ),
    ).toEqual([
      'ConfigMap ml-alpha/helpers',
      'Job ml-alpha/pretrain',
      'Service ml-alpha/pretrain',
      'NetworkPolicy ml-alpha/pretrain--peers',
    ]);
  });

  test('is refused without them, and never takes a plain chart for a project', () => {
    const chart = new Chart(new App(), 'jobs', { namespace: 'ml-alpha' });
    expect(faultPaths(() => new TrainingJob(chart, 'pretrain', trainingJob()))).toEqual(['platform', 'project']);
    expect(faultPaths(() => new TrainingJob(chart, 'other', trainingJob({ platform: platformOf() })))).toEqual([
      'project',
    ]);
    expect(
      faultsOf(() => new TrainingJob(chart, 'third', trainingJob({ platform: platformOf(), project: 'alpa' })))[0]?.fix,
    ).toBe('did you mean "alpha"?');
  });

  test('in the chart of another project is refused', () => {
    const project = new TrainingProject(new App(), 'beta', {
      platform: definePlatform(platformProps()),
      project: 'beta',
    });
    expect(faultPaths(() => new TrainingJob(project, 'pretrain', trainingJob({ project: 'alpha' })))).toEqual([
      'project',
    ]);
  });
});

test('two jobs of a project mount one ConfigMap of helpers', () => {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  new TrainingJob(project, 'one', trainingJob());
  new TrainingJob(project, 'two', trainingJob());
  expect(synthesize(app).filter(({ kind }) => kind === 'ConfigMap')).toHaveLength(1);
});

test('a job without arguments has none in its manifest, and those of a job and its launcher stand there', () => {
  expect(podOf({ args: [] }).containers[0]).not.toHaveProperty('args');
  expect(podOf({ args: ['--epochs', '3'] }).containers[0]?.args).toEqual(['--epochs', '3']);
});
