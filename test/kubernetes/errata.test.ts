/** One test a fault of the published guides that this side answers; each fails on the form that was published. */
import { nodeAgentTolerations, definePlatform, helmValues } from '../../lib';
import { autoscalerTags } from '../../lib/model/nodes/autoscaler-tags';
import type {
  ClusterRole,
  ConfigMap,
  LabelSelector,
  NetworkPolicyPeer,
  PersistentVolume,
  PersistentVolumeClaim,
  ResourceQuota,
  Role,
  RoleBinding,
  Service,
} from '../../lib/kubernetes/api';
import { faultPaths } from '../faults-of';
import { alphaProps, platformProps } from '../platform-props';
import { environmentOf, jobOf, only, platformOf, podOf, policies, synthesizeAll } from './document-1';

const all = synthesizeAll();
const alpha = policies(all, 'ml-alpha');
const named = (name: string) => {
  const policy = alpha.find(({ metadata }) => metadata?.name === name);
  if (policy?.spec === undefined) throw new Error(`no policy ${name}`);
  return policy.spec;
};
const peersOf = (policy: (typeof alpha)[number]): NetworkPolicyPeer[] => [
  ...(policy.spec?.egress ?? []).flatMap(({ to }) => to ?? []),
  ...(policy.spec?.ingress ?? []).flatMap(({ from }) => from ?? []),
];
const roles = all.filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role') as unknown as (ClusterRole | Role)[];
const pod = podOf();
const [trainer] = pod.containers;

describe('network', () => {
  test('E1-06: DNS goes to the DNS pods of kube-system, in one peer, over UDP and TCP', () => {
    expect(named('allow-dns').egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ]);
  });

  test('E1-06: no rule of any policy is without a peer, which would mean everybody', () => {
    const rules = policies(all).flatMap(({ spec }) => [
      ...(spec?.egress ?? []).map(({ to }) => to),
      ...(spec?.ingress ?? []).map(({ from }) => from),
    ]);
    expect(rules.length).toBeGreaterThan(10);
    for (const peers of rules) {
      expect(peers?.length).toBeGreaterThan(0);
      expect(peers).not.toContainEqual({});
    }
  });

  test('E1-07: namespaces are selected by the name that the API server sets, and by no label that can be forged', () => {
    const selectorsOf = (objects: typeof alpha): LabelSelector[] =>
      objects.flatMap(peersOf).flatMap(({ namespaceSelector }) => namespaceSelector ?? []);
    const selectors = selectorsOf(alpha);
    expect(selectors.length).toBeGreaterThan(0);
    // Beside the projects every namespace may ask the DNS of the cluster, over UDP and TCP.
    expect(selectorsOf(policies(all)).filter((selector) => Object.keys(selector).length === 0)).toHaveLength(2);
    selectors.push(...selectorsOf(policies(all)).filter((selector) => Object.keys(selector).length > 0));
    for (const selector of selectors) {
      expect(Object.keys(selector)).toEqual(['matchLabels']);
      expect(Object.keys(selector.matchLabels ?? {})).toEqual(['kubernetes.io/metadata.name']);
    }
  });

  test('E1-08: the cloud endpoints and the Pod Identity agent are reachable, and services by pods and container port', () => {
    expect(named('allow-cloud-endpoints').egress).toEqual([
      {
        to: [{ ipBlock: { cidr: '10.0.240.0/24' } }, { ipBlock: { cidr: '10.0.241.0/24' } }],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
    expect(named('allow-pod-identity').egress).toEqual([
      { to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [{ protocol: 'TCP', port: 80 }] },
    ]);
    expect(named('use-data-lake').egress?.[0]?.to?.[0]).toMatchObject({
      podSelector: { matchLabels: { app: 'data-lake' } },
    });
  });

  test('E1-09: what a policy selects exists: every pod, or the label that the Job controller sets', () => {
    for (const { spec } of alpha) {
      expect([undefined, { 'batch.kubernetes.io/job-name': 'pretrain' }]).toContainEqual(
        spec?.podSelector?.matchLabels,
      );
    }
  });

  test('E1-10: nothing is promised by a comment: the default deny names both directions and the rest only adds', () => {
    expect(named('default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    for (const { spec } of alpha) expect(spec?.policyTypes?.length).toBeGreaterThan(0);
  });

  test('E1-11: the ranks of a job reach each other on every port, both ways, and no policy denies them ingress', () => {
    const who = { podSelector: { matchLabels: { 'batch.kubernetes.io/job-name': 'pretrain' } } };
    expect(named('pretrain--peers')).toEqual({
      ...who,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [who] }],
      egress: [{ to: [who] }],
    });
  });

  test('E1-12: a tracking server has a port of its own and tells its projects apart, or is refused', () => {
    const service = { name: 'tracking', namespace: 'ml-platform', podLabels: { app: 'mlflow' }, port: 5000 };
    const projects = ['alpha', 'beta'].map((name) => ({ name, gpus: 16, uses: ['tracking'] }));
    expect(faultPaths(() => definePlatform(platformProps({ services: [service], projects })))).toEqual([
      'services[0].tenancy',
    ]);
    const objects = synthesizeAll(platformProps({ services: [{ ...service, tenancy: 'per-project' }], projects }));
    const own = policies(objects, 'ml-alpha').find(({ metadata }) => metadata?.name === 'use-tracking');
    expect(own?.spec?.egress?.[0]?.to?.[0]?.podSelector?.matchLabels).toEqual({
      app: 'mlflow',
      'training-isolation/project': 'alpha',
    });
  });

  test('E1-13: versions that left support are refused', () => {
    expect(faultPaths(() => definePlatform(platformProps({ kubernetesVersion: '1.26' as never })))).toEqual([
      'kubernetesVersion',
    ]);
  });

  test('E1-14: the policy on DNS does not claim to block names, only other servers', () => {
    const annotations = alpha.find(({ metadata }) => metadata?.name === 'allow-dns')?.metadata?.annotations ?? {};
    expect(Object.values(annotations).join()).not.toMatch(/block/i);
  });
});

describe('nodes and pods', () => {
  const [group] = platformOf().projects[0]?.nodeGroups ?? [];

  test('E1-30: a node made from nothing fits the job: it carries every label that the job selects and no taint that it does not tolerate', () => {
    if (group === undefined) throw new Error('no node group');
    const template = Object.entries(autoscalerTags('training', group)).flatMap(([tag, value]) => {
      const [, kind, key] = /node-template\/(label|taint|resources)\/(.+)/.exec(tag) ?? [];
      return kind === undefined || key === undefined ? [] : [{ kind, key, value }];
    });
    const ofKind = (wanted: string): Record<string, string> =>
      Object.fromEntries(template.filter(({ kind }) => kind === wanted).map(({ key, value }) => [key, value]));
    expect(ofKind('label')).toMatchObject(pod.nodeSelector ?? { none: 'none' });
    expect(new Set(pod.tolerations)).toEqual(
      new Set(
        Object.entries(ofKind('taint')).map(([key, text]) => {
          const [value, effect] = text.split(':');
          return { key, operator: 'Equal', value, effect };
        }),
      ),
    );
    const extended = Object.keys(trainer?.resources?.limits ?? {}).filter((name) => !['cpu', 'memory'].includes(name));
    expect(Object.keys(ofKind('resources')).sort()).toEqual(extended.sort());
  });

  test('E1-31: every node agent gets the tolerations of all training nodes', () => {
    const platform = platformOf();
    const wanted = nodeAgentTolerations(platform);
    // Kyverno runs beside the training nodes, not on them, and the S3 driver tolerates everything by itself.
    const others = ['kyverno', 'aws-mountpoint-s3-csi-driver'];
    const charts = helmValues(platform).filter(({ chart }) => !others.includes(chart));
    expect(charts.map(({ chart }) => chart)).toEqual([
      'aws-efa-k8s-device-plugin',
      'falco',
      'aws-for-fluent-bit',
      'gpu-operator',
      'network-operator',
      'nvidia-device-plugin',
    ]);
    for (const { values } of charts) {
      for (const toleration of wanted) expect(JSON.stringify(values)).toContain(JSON.stringify(toleration));
    }
  });

  test('E1-34: the training account has no role at all, and no role anywhere has an empty list of names', () => {
    const bindings = all.filter(({ kind }) => kind.endsWith('RoleBinding')) as unknown as RoleBinding[];
    expect(bindings.length).toBeGreaterThan(0);
    expect(bindings.flatMap(({ subjects }) => subjects ?? []).map(({ kind }) => kind)).not.toContain('ServiceAccount');
    for (const { rules } of roles) for (const rule of rules ?? []) expect(rule.resourceNames?.length).not.toBe(0);
  });

  test('E1-35: the Job is complete, and says where it runs once', () => {
    expect(pod.restartPolicy).toBe('Never');
    expect(trainer?.command).toContain('torchrun');
    expect(pod.affinity).toBeUndefined();
    expect(pod.nodeSelector).toMatchObject({ 'workload-type': 'ai-training' });
  });

  test('E1-36: the taint keeps others out and the selector keeps training in: a job has both', () => {
    expect(pod.nodeSelector?.['workload-type']).toBe('ai-training');
    expect(pod.tolerations?.map(({ key }) => key)).toContain('workload-type');
  });

  test('E1-37: where the nodes can carry it, training selects a label that a kubelet cannot change', () => {
    const pool = {
      name: 'p4d',
      instanceType: 'p4d.24xlarge',
      availabilityZone: 'us-west-2b',
      maxNodes: 16,
      provisioner: 'karpenter',
    } as const;
    expect(podOf({}, platformProps({ pools: [pool] })).nodeSelector).toMatchObject({
      'node-restriction.kubernetes.io/workload-type': 'ai-training',
    });
    expect(pod.nodeSelector).not.toHaveProperty('node-restriction.kubernetes.io/workload-type');
  });

  test.each([
    [{ provisioner: 'self-managed' }, false],
    [{ provisioner: 'self-managed', protectedLabel: true }, true],
    [{ provisioner: 'karpenter' }, true],
    [{ provisioner: 'karpenter', protectedLabel: false }, false],
    [{}, false],
  ] as const)('E1-37: jobs on nodes of %j wait for a protected label: %j', (changes, isProtected) => {
    const [pool] = platformProps().pools;
    const labels = definePlatform(platformProps({ pools: [{ ...pool, ...changes } as never] })).projects[0]
      ?.nodeGroups[0]?.labels;
    expect(Object.keys(labels ?? {}).some((key) => key.startsWith('node-restriction'))).toBe(isProtected);
    const managed = { ...pool, protectedLabel: true } as never;
    expect(faultPaths(() => definePlatform(platformProps({ pools: [managed] })))).toEqual(['pools[0].protectedLabel']);
  });

  test('E1-38: the pod has selector, toleration, account without token and project, and is owned by a Job', () => {
    expect(pod).toMatchObject({ serviceAccountName: 'train', automountServiceAccountToken: false });
    expect(jobOf().spec.template.metadata?.labels).toMatchObject({ 'training-isolation/project': 'alpha' });
    expect(all.filter(({ kind }) => kind === 'Pod')).toEqual([]);
  });

  test('E1-39: image by digest, shared memory, homes and caches, whole nodes with all their devices, claims that two nodes can use', () => {
    expect(trainer?.image).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(pod.volumes).toContainEqual({ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Gi' } });
    expect(environmentOf(pod)).toMatchObject({
      HOME: '/scratch',
      USER: 'trainer',
      TRITON_CACHE_DIR: '/scratch/triton',
      TORCHINDUCTOR_CACHE_DIR: '/scratch/inductor',
    });
    expect(trainer?.resources?.limits).toMatchObject({
      'nvidia.com/gpu': '8',
      'vpc.amazonaws.com/efa': '4',
      'hugepages-2Mi': '5Gi',
      'ephemeral-storage': '100Gi',
    });
    const claims = all.filter(({ kind }) => kind === 'PersistentVolumeClaim') as unknown as PersistentVolumeClaim[];
    expect(claims.flatMap(({ spec }) => spec?.accessModes ?? [])).toEqual(
      expect.not.arrayContaining(['ReadWriteOnce']),
    );
    expect(faultPaths(() => podOf({ image: 'pytorch/pytorch:2.3.0-cuda12.1-cudnn8-runtime' }))).toEqual(['image']);
  });

  test('E1-43: an escape from one project finds no pod of another on its node, unless sharing is accepted by reason', () => {
    const [one, other] = platformOf().projects;
    expect(one?.nodeGroups[0]?.name).not.toBe(other?.nodeGroups[0]?.name);
    expect(one?.nodeGroups[0]?.taints).toContainEqual({
      key: 'training-isolation/project',
      value: 'alpha',
      effect: 'NoSchedule',
    });
    expect(other?.nodeGroups[0]?.tolerations).not.toContainEqual(
      expect.objectContaining({ key: 'training-isolation/project', value: 'alpha' }),
    );
  });

  test('E1-46: autoscalers are told on the pods, where they look, and a disruption costs no retry', () => {
    const job = jobOf();
    const told = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' };
    expect(job.spec.template.metadata?.annotations).toMatchObject(told);
    expect(job.metadata?.annotations ?? {}).not.toMatchObject(told);
    expect(job.spec.podFailurePolicy?.rules[0]).toEqual({
      action: 'Ignore',
      onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
    });
  });

  test('E1-47: no token is projected into the pod to live longer', () => {
    expect(JSON.stringify(pod)).not.toContain('serviceAccountToken');
    expect(JSON.stringify(pod)).not.toContain('expirationSeconds');
  });
});

describe('audit', () => {
  test('E1-40, E1-41: the audit module of the package is mounted and on the module path, and its flag is read', () => {
    const [helpers] = all.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'ml-alpha');
    expect(Object.keys((helpers as unknown as { data: object }).data)).toContain('training_audit.py');
    expect(environmentOf(pod)).toMatchObject({
      PYTHONPATH: '/opt/training-isolation',
      TRAINING_AUDIT_LOG: 'true',
      TRAINING_DATA_PREFIX: 'ml-alpha/',
    });
    expect(trainer?.volumeMounts).toContainEqual({
      name: 'helpers',
      mountPath: '/opt/training-isolation',
      readOnly: true,
    });
  });

  test('E1-42: the run is the Job and its uid, the same for every rank and retry, and the pod is told apart', () => {
    expect(environmentOf(pod)).toMatchObject({
      TRAINING_RUN_ID: "metadata.labels['batch.kubernetes.io/job-name']",
      TRAINING_RUN_UID: "metadata.labels['batch.kubernetes.io/controller-uid']",
      TRAINING_POD: 'metadata.name',
    });
  });
});

describe('people, secrets, storage', () => {
  const verbs = (resource: string): string[] =>
    roles
      .flatMap(({ rules }) => rules ?? [])
      .filter(({ resources }) => resources?.some((r) => r === resource || r === '*'))
      .flatMap((rule) => rule.verbs);

  test('E1-50: nobody may exec, attach, forward, proxy or debug, by either verb; a project is a namespace', () => {
    for (const door of [
      'pods/exec',
      'pods/attach',
      'pods/portforward',
      'pods/proxy',
      'pods/ephemeralcontainers',
      'nodes/proxy',
      'services/proxy',
    ]) {
      expect([door, verbs(door)]).toEqual([door, []]);
    }
    expect(new Set(platformOf().projects.map(({ namespace }) => namespace)).size).toBe(2);
  });

  test('E1-51: each volume shows one project its own prefix and names the one claim that may have it', () => {
    const volumes = all.filter(({ kind }) => kind === 'PersistentVolume') as unknown as PersistentVolume[];
    expect(volumes).toHaveLength(4);
    for (const { metadata, spec } of volumes) {
      const [project] = (metadata?.name ?? '').slice('ml-'.length).split('--');
      expect(spec).toMatchObject({
        claimRef: { namespace: `ml-${project}` },
        csi: { volumeAttributes: { authenticationSource: 'pod' } },
      });
      expect(spec?.mountOptions).toContain(`prefix ml-${project}/`);
    }
    const quota = only(
      all.filter(({ metadata }) => metadata.namespace === 'ml-alpha'),
      'ResourceQuota',
      'project',
    ) as unknown as ResourceQuota;
    expect(quota.spec?.hard).toMatchObject({
      'gp2.storageclass.storage.k8s.io/requests.storage': '0',
      'ml-gp3.storageclass.storage.k8s.io/requests.storage': '500Gi',
    });
  });

  test('E2-10: nobody reads Secrets through the API, the training account reads nothing', () => {
    expect(verbs('secrets')).toEqual([]);
    expect(
      only(
        all.filter(({ metadata }) => metadata.namespace === 'ml-alpha'),
        'ServiceAccount',
      ),
    ).toMatchObject({ automountServiceAccountToken: false });
  });

  test('E2-11: creating Jobs is the most that a persona may do, never pods, tokens, bindings or what isolates', () => {
    expect(verbs('jobs')).toContain('create');
    for (const kind of [
      'pods',
      'configmaps',
      'networkpolicies',
      'resourcequotas',
      'limitranges',
      'persistentvolumeclaims',
    ]) {
      expect([kind, verbs(kind).filter((verb) => !['get', 'list', 'watch'].includes(verb))]).toEqual([kind, []]);
    }
    for (const kind of [
      'serviceaccounts/token',
      'serviceaccounts',
      'rolebindings',
      'roles',
      'clusterroles',
      'namespaces',
      'nodes',
      'users',
      'groups',
    ]) {
      expect([kind, verbs(kind)]).toEqual([kind, []]);
    }
    for (const verb of ['impersonate', 'escalate', 'bind', '*', 'deletecollection']) {
      expect(roles.flatMap(({ rules }) => rules ?? []).flatMap((rule) => rule.verbs)).not.toContain(verb);
    }
  });

  test('E2-12: training namespaces enforce the restricted level at a pinned version', () => {
    expect(only(all, 'Namespace', 'ml-alpha').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.36',
    });
    expect(trainer?.securityContext?.capabilities).toEqual({ drop: ['ALL'] });
  });

  test('E2-14: a secret is a file for the training group alone, its mode in decimal', () => {
    const mounted = podOf({ mounts: [{ secret: 'wandb' }] });
    expect(mounted.volumes).toContainEqual({ name: 'mount-0', secret: { secretName: 'wandb', defaultMode: 256 } });
    expect(mounted.securityContext?.fsGroup).toBe(10_001);
    expect(faultPaths(() => podOf({ env: { WANDB_API_KEY: 'x' } }))).toEqual(['env.WANDB_API_KEY']);
  });
});

describe('isolation mechanisms', () => {
  test('E3-02: requests equal limits for every resource, so the pod is Guaranteed', () => {
    expect(trainer?.resources?.requests).toEqual(trainer?.resources?.limits);
    expect(Object.keys(trainer?.resources?.limits ?? {})).toEqual(
      expect.arrayContaining(['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu']),
    );
  });

  test('E3-03: a read-only root comes with writable places and without a token', () => {
    expect(trainer?.securityContext?.readOnlyRootFilesystem).toBe(true);
    expect(trainer?.volumeMounts?.filter(({ readOnly }) => !readOnly).map(({ mountPath }) => mountPath)).toEqual([
      '/checkpoints',
      '/scratch',
      '/tmp',
      '/dev/shm',
    ]);
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('E3-17: checkpoints go to the claim of the project, by a helper that renames or writes whole objects', () => {
    expect(trainer?.volumeMounts).toContainEqual({ name: 'checkpoints', mountPath: '/checkpoints' });
    expect(pod.volumes).toContainEqual({
      name: 'checkpoints',
      persistentVolumeClaim: { claimName: 'alpha--checkpoints' },
    });
    const helpers = pod.volumes?.find(({ name }) => name === 'helpers')?.configMap?.name;
    const { data = {} } = only(all, 'ConfigMap', helpers) as unknown as ConfigMap;
    expect(data['training_resume.py']).toContain('class CheckpointDirectory');
    expect(trainer?.volumeMounts).toContainEqual({
      name: 'helpers',
      mountPath: '/opt/training-isolation',
      readOnly: true,
    });
    expect(environmentOf(pod)['PYTHONPATH']).toBe('/opt/training-isolation');
  });
});

test('the headless Service gives the ranks names before they are ready', () => {
  expect((only(all, 'Service') as unknown as Service).spec).toMatchObject({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
  });
  expect(pod.subdomain).toBe('pretrain');
  expect(environmentOf(pod)['PET_MASTER_ADDR']).toBe('pretrain-0.pretrain.ml-alpha.svc.cluster.local');
});

test('an adopted namespace keeps its name, and its prefix follows it', () => {
  expect(platformOf(alphaProps({ existing: { namespace: 'team-alpha' } })).projects[0]).toMatchObject({
    namespace: 'team-alpha',
    prefix: 'team-alpha/',
  });
});
