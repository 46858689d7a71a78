import { exampleObjects, judgedBy, object, podOf, turned, type Loose } from '../example';

const trainer = (objects: Loose[]): Loose => podOf(objects).spec.containers[0];
const volume =
  (name: string, source: object): ((objects: Loose[]) => void) =>
  (objects) =>
    podOf(objects).spec.volumes.push({ name, ...source });

/** A Secret of alpha that comes out of a store of the cluster. */
const external = (store: object): Loose[] => [
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'key', namespace: 'ml-alpha' },
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      data: [{ secretKey: 'key', remoteRef: { key: 'ml-beta/api-key' } }],
    },
  },
  { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', metadata: { name: 'vault' }, spec: store },
];
const account = (name: string): Loose => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'ml-alpha' },
});
const priorityClass = (more: object): Loose => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'mega' },
  value: 1000000,
  ...more,
});
const ownStore = (aws: object): Loose => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'SecretStore',
  metadata: { name: 'own', namespace: 'ml-alpha' },
  spec: { provider: { aws } },
});
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace: 'ml-alpha' }, type: 'Opaque' };

describe('what a change of a pod turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['a privileged container', ['pod/security'], (o) => (trainer(o).securityContext.privileged = true)],
    [
      'the network of the node',
      [
        'network/projects-apart',
        'network/other-namespaces',
        'network/closed-ingress',
        'network/outside-addresses',
        'network/instance-metadata',
        'network/ranks-reach',
        'network/dns-answers',
        'network/services-answer',
        'network/cloud-answers',
        'pod/security',
      ].sort(),
      (o) => (podOf(o).spec.hostNetwork = true),
    ],
    ['the processes of the node', ['pod/security'], (o) => (podOf(o).spec.hostPID = true)],
    [
      'a debug container that is root',
      ['pod/image-digest', 'pod/own-images', 'pod/read-only-root', 'pod/security'],
      (o) =>
        (podOf(o).spec.ephemeralContainers = [{ name: 'debug', image: 'busybox', securityContext: { runAsUser: 0 } }]),
    ],
    [
      'an init container without anything',
      ['pod/image-digest', 'pod/own-images', 'pod/read-only-root', 'pod/resources', 'pod/security'],
      (o) => (podOf(o).spec.initContainers = [{ name: 'init', image: 'busybox' }]),
    ],
    [
      'a namespace without a level',
      ['pod/security-labels'],
      (o) => delete object(o, 'Namespace', 'ml-alpha').metadata.labels['pod-security.kubernetes.io/enforce'],
    ],
    [
      'the level of whatever version',
      ['pod/security-labels'],
      (o) =>
        (object(o, 'Namespace', 'ml-alpha').metadata.labels['pod-security.kubernetes.io/enforce-version'] = 'latest'),
    ],
    [
      'the level of a version before the described one',
      ['pod/security-labels'],
      (o) =>
        (object(o, 'Namespace', 'ml-alpha').metadata.labels['pod-security.kubernetes.io/enforce-version'] = 'v1.35'),
    ],
    ['no memory limit', ['pod/fits-limits', 'pod/resources'], (o) => delete trainer(o).resources.limits.memory],
    [
      'less requested than the limit',
      ['pod/fits-limits', 'pod/resources'],
      (o) => (trainer(o).resources.requests.cpu = '1'),
    ],
    ['the same amount in another unit is the same', [], (o) => (trainer(o).resources.requests.cpu = '88000m')],
    [
      'a pod in a mesh',
      ['pod/mesh'],
      (o) => {
        const { metadata } = podOf(o);
        metadata.annotations = {
          ...metadata.annotations,
          'sidecar.istio.io/inject': 'true',
          'linkerd.io/inject': 'enabled',
        };
      },
    ],
    [
      'no GPU',
      ['pod/gpus'],
      (o) => ['limits', 'requests'].forEach((list) => delete trainer(o).resources[list]['nvidia.com/gpu']),
    ],
    [
      'a GPU limit of "0"',
      ['pod/gpus'],
      (o) => ['limits', 'requests'].forEach((list) => (trainer(o).resources[list]['nvidia.com/gpu'] = '0')),
    ],
    [
      'more GPUs than a node has',
      ['pod/gpus'],
      (o) => ['limits', 'requests'].forEach((list) => (trainer(o).resources[list]['nvidia.com/gpu'] = '9')),
    ],
    [
      'an image by tag',
      ['pod/image-digest', 'pod/own-images'],
      (o) => (trainer(o).image = 'registry.example.com/alpha/trainer:1'),
    ],
    [
      'a digest that is none',
      ['pod/image-digest', 'pod/own-images'],
      (o) => (trainer(o).image = 'registry.example.com/alpha/trainer@sha256:0123'),
    ],
    [
      'an image volume',
      ['pod/image-digest', 'pod/own-images', 'pod/volumes'],
      volume('image', { image: { reference: 'registry.example.com/data:1' } }),
    ],
    ['a folder of the node', ['pod/security', 'pod/volumes'], volume('host', { hostPath: { path: '/' } })],
    ['an inline driver', ['pod/volumes'], volume('inline', { csi: { driver: 'nfs.csi.k8s.io' } })],
    [
      'a claim of a template',
      ['pod/volumes'],
      volume('ephemeral', { ephemeral: { volumeClaimTemplate: { spec: {} } } }),
    ],
    ['a mounted token', ['pod/account-token'], (o) => delete podOf(o).spec.automountServiceAccountToken],
    [
      'a projected token for the API server',
      ['pod/account-token'],
      volume('token', { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }),
    ],
    [
      'a projected token for the cloud is that of its webhook',
      [],
      volume('token', {
        projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'sts.amazonaws.com' } }] },
      }),
    ],
    [
      'a Secret with the token of an account',
      ['pod/account-token'],
      (o) => {
        o.push({ ...secret, type: 'kubernetes.io/service-account-token' });
        volume('token', { secret: { secretName: 'token', defaultMode: 256 } })(o);
      },
    ],
    [
      'a Secret with such a token that no pod shows',
      ['pod/account-token'],
      (o) => o.push({ ...secret, type: 'kubernetes.io/service-account-token' }),
    ],
    [
      'a Secret where clients look for a token',
      ['pod/account-token'],
      (o) => {
        volume('token', { secret: { secretName: 'token', defaultMode: 256 } })(o);
        const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
        trainer(o).volumeMounts.push({ name: 'token', mountPath });
      },
    ],
    ['a Secret of another type', [], (o) => o.push(secret)],
    [
      'an account that mounts tokens',
      ['pod/account-token'],
      (o) => delete object(o, 'ServiceAccount', 'train', 'ml-alpha').automountServiceAccountToken,
    ],
    [
      'all GPUs by a variable',
      ['pod/devices'],
      (o) => trainer(o).env.push({ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }),
    ],
    [
      'variables of a ConfigMap that is not in the files',
      ['pod/devices', 'pod/mounted-code'],
      (o) => (trainer(o).envFrom = [{ configMapRef: { name: 'settings' } }]),
    ],
    [
      'variables of a Secret',
      ['pod/devices', 'secrets/environment'],
      (o) => (trainer(o).envFrom = [{ secretRef: { name: 'keys' } }]),
    ],
    [
      'devices by a mount',
      ['pod/devices'],
      (o) => trainer(o).volumeMounts.push({ name: 'tmp', mountPath: '/var/run/nvidia-container-devices/all' }),
    ],
    [
      'devices by an annotation',
      ['pod/devices'],
      (o) =>
        (podOf(o).metadata.annotations = { ...podOf(o).metadata.annotations, 'cdi.k8s.io/gpu': 'nvidia.com/gpu=all' }),
    ],
    [
      'devices by a mount whose path is written in another way',
      ['pod/devices'],
      (o) => trainer(o).volumeMounts.push({ name: 'tmp', mountPath: '/var/./run//nvidia-container-devices/all' }),
    ],
    [
      'storage devices by a variable',
      ['pod/devices'],
      (o) => trainer(o).env.push({ name: 'NVIDIA_GDS', value: 'enabled' }),
    ],
    [
      'a root that can be written',
      ['pod/read-only-root'],
      (o) => (trainer(o).securityContext.readOnlyRootFilesystem = false),
    ],
    [
      'no /tmp',
      ['pod/writable-places'],
      (o) => (trainer(o).volumeMounts = trainer(o).volumeMounts.filter(({ name }: Loose) => name !== 'tmp')),
    ],
    [
      'a home that cannot be written',
      ['pod/writable-places'],
      (o) => (trainer(o).env.find(({ name }: Loose) => name === 'HOME').value = '/root'),
    ],
    [
      'a home that is taken back',
      ['pod/writable-places'],
      (o) => trainer(o).env.push({ name: 'HOME', value: '/root' }),
    ],
    [
      'a home that another object names',
      ['pod/writable-places'],
      (o) => trainer(o).env.push({ name: 'HOME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
    ],
    [
      '64 MiB of shared memory',
      ['pod/writable-places'],
      (o) => (trainer(o).volumeMounts = trainer(o).volumeMounts.filter(({ name }: Loose) => name !== 'shm')),
    ],
    [
      'shared memory on a disk',
      ['pod/writable-places'],
      (o) => delete podOf(o).spec.volumes.find(({ name }: Loose) => name === 'shm').emptyDir.medium,
    ],
    [
      'the shared memory of the node, which is large enough and everybody’s',
      ['pod/security', 'pod/volumes'],
      (o) => {
        const shm = podOf(o).spec.volumes.find(({ name }: Loose) => name === 'shm');
        delete shm.emptyDir;
        shm.hostPath = { path: '/dev/shm' };
      },
    ],
    ['the default account', ['pod/service-account'], (o) => delete podOf(o).spec.serviceAccountName],
    ['a node by name', ['placement/training-stays', 'pod/node-name'], (o) => (podOf(o).spec.nodeName = 'alpha-node')],
    [
      'a resource claim',
      ['pod/resource-claims'],
      (o) => (podOf(o).spec.resourceClaims = [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }]),
    ],
    ['another runtime', ['pod/runtime-class'], (o) => (podOf(o).spec.runtimeClassName = 'kata')],
    ['a user namespace beside GPUs', ['pod/device-runtime'], (o) => (podOf(o).spec.hostUsers = false)],
    [
      'GPUs in a virtual machine that passes none on',
      ['pod/device-runtime', 'pod/runtime-class'],
      (o) => {
        podOf(o).spec.runtimeClassName = 'kata';
        o.push({ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'kata' }, handler: 'kata' });
      },
    ],
    [
      'a fabric in a sandbox that passes none on',
      ['pod/device-runtime', 'pod/runtime-class'],
      (o) => {
        podOf(o).spec.runtimeClassName = 'gvisor';
        o.push({ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'gvisor' }, handler: 'runsc' });
      },
    ],
    [
      'a further interface',
      ['network/closed-ingress', 'network/instance-metadata', 'network/outside-addresses'],
      (o) => ((podOf(o).metadata.annotations ??= {})['k8s.v1.cni.cncf.io/networks'] = 'fast'),
    ],
    ['the account that every namespace has, and no pod', [], (o) => o.push(account('default'))],
    ['another account whose pods get a token', ['pod/account-token'], (o) => o.push(account('other'))],
    [
      'pods of the account that every namespace has',
      ['pod/account-token', 'pod/service-account'],
      (o) => {
        o.push(account('default'));
        delete podOf(o).spec.serviceAccountName;
      },
    ],
    [
      'a priority that whoever names none gets, and that evicts others',
      ['pod/references'],
      (o) => o.push(priorityClass({ globalDefault: true, preemptionPolicy: 'PreemptLowerPriority' })),
    ],
    [
      'such a priority that evicts nobody',
      [],
      (o) => o.push(priorityClass({ globalDefault: true, preemptionPolicy: 'Never' })),
    ],
    ['a job that may be moved away', ['pod/interruption'], (o) => (podOf(o).metadata.annotations = {})],
    ['a volume without a source', ['pod/complete'], (o) => delete podOf(o).spec.volumes[0].persistentVolumeClaim],
    ['no restart policy', ['pod/complete'], (o) => delete podOf(o).spec.restartPolicy],
    [
      'a mount without its volume',
      ['pod/complete'],
      (o) => trainer(o).volumeMounts.push({ name: 'other', mountPath: '/other' }),
    ],
    [
      'a ConfigMap that can be changed',
      ['pod/mounted-code'],
      (o) => delete o.find(({ kind, metadata }) => kind === 'ConfigMap' && /^helpers-/.test(metadata.name))?.immutable,
    ],
    [
      'a variable of a ConfigMap that can be changed',
      ['pod/mounted-code'],
      (o) => {
        const data = { preload: '/checkpoints/x.so' };
        o.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'set', namespace: 'ml-alpha' }, data });
        const configMapKeyRef = { name: 'set', key: 'preload' };
        trainer(o).env.push({ name: 'LD_PRELOAD', valueFrom: { configMapKeyRef } });
      },
    ],
    [
      'a ConfigMap that is not in the files',
      ['pod/mounted-code'],
      volume('scripts', { configMap: { name: 'scripts' } }),
    ],
    [
      'a Secret in a variable',
      ['secrets/environment'],
      (o) => trainer(o).env.push({ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } }),
    ],
    [
      'a key in a variable',
      ['secrets/literal-credentials'],
      (o) => trainer(o).env.push({ name: 'AWS_SECRET_ACCESS_KEY', value: 'x'.repeat(40) }),
    ],
    [
      'a key in the arguments',
      ['secrets/literal-credentials'],
      (o) => trainer(o).args.push('--key=AKIAIOSFODNN7EXAMPLE'),
    ],
    ...(
      [
        ['a password after its option', (o) => trainer(o).args.push('--db-password', 'changeme')],
        ['a password in a shell', (o) => (trainer(o).command = ['sh', '-c', "export DB_PASS='x7f3k9q2m4p8' && train"])],
        ['a password in a URL', (o) => trainer(o).env.push({ name: 'DB', value: 'postgres://train:hunter2@db/x' })],
        ['a token by its form', (o) => trainer(o).env.push({ name: 'X', value: `github_pat_${'a1'.repeat(20)}` })],
        ['a token by its name', (o) => trainer(o).env.push({ name: 'HUB_TOKEN', value: '0a1b2c3d4e5f6a7b' })],
        [
          'a key in what is run before the end',
          (o) => (trainer(o).lifecycle = { preStop: { exec: { command: ['push', 'AKIAIOSFODNN7EXAMPLE'] } } }),
        ],
        ['a Secret in clear text', (o) => o.push({ ...secret, stringData: { password: 'hunter2' } })],
        [
          'a Secret in base64',
          (o) => o.push({ ...secret, data: { config: Buffer.from('id=AKIAIOSFODNN7EXAMPLE').toString('base64') } }),
        ],
      ] as const satisfies readonly (readonly [string, (o: Loose[]) => unknown])[]
    ).map(([title, change]): [string, readonly string[], (o: Loose[]) => void] => [
      title,
      ['secrets/literal-credentials'],
      (o) => void change(o),
    ]),
    [
      'what only looks like credentials',
      [],
      (o) => {
        for (const [name, value] of Object.entries({
          PAD_TOKEN: '<|endoftext|>',
          MAX_TOKEN: '4096',
          DB_PASSWORD: '$(FROM_ELSEWHERE)',
          HUB_TOKEN: '/run/secrets/hub/token',
          PROXY: 'http://user:$(PASS)@proxy:3128',
          ALLOW_EMPTY_PASSWORD: 'yes',
        }))
          trainer(o).env.push({ name, value });
        trainer(o).args.push('--eos-token', '</s>', '--password-file=/run/secrets/db');
        const ownerReferences = [
          { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', name: 'token', uid: '1' },
        ];
        o.push({ ...secret, metadata: { ...secret.metadata, ownerReferences }, data: { password: 'aHVudGVyMg==' } });
      },
    ],
    ['a Secret of a store that every project reads', ['secrets/external-stores'], (o) => o.push(...external({}))],
    [
      'a Secret of a store of the cluster that is for others as well',
      ['secrets/external-stores'],
      (o) => o.push(...external({ conditions: [{ namespaces: ['ml-alpha'] }, { namespaceSelector: {} }] })),
    ],
    [
      'a Secret of a store of the cluster that is for one project',
      [],
      (o) => o.push(...external({ conditions: [{ namespaces: ['ml-alpha'] }] })),
    ],
    [
      'Secrets that the whole cluster gets, projects among it',
      ['secrets/external-stores'],
      (o) => {
        const [{ spec }, store] = external({}) as [Loose, Loose];
        const kind = 'ClusterExternalSecret';
        const namespaceSelectors = [{ matchLabels: { 'kubernetes.io/metadata.name': 'ml-alpha' } }];
        const metadata = { name: 'all' };
        o.push(store, { ...store, kind, metadata, spec: { namespaceSelectors, externalSecretSpec: spec } });
      },
    ],
    [
      'a Secret that is put into a store of the cluster',
      ['secrets/external-stores'],
      (o) => {
        const [{ spec, metadata }, store] = external({}) as [Loose, Loose];
        const pushed = { secretStoreRefs: [spec.secretStoreRef], selector: { secret: { name: 'keys' } } };
        o.push(store, { apiVersion: 'external-secrets.io/v1alpha1', kind: 'PushSecret', metadata, spec: pushed });
      },
    ],
    [
      'a store of the project that reads as the controller',
      ['secrets/external-stores'],
      (o) => o.push(ownStore({ service: 'SecretsManager', region: 'us-west-2' })),
    ],
    [
      'a store of the project that reads as an account of the project',
      [],
      (o) => o.push(ownStore({ service: 'SecretsManager', auth: { jwt: { serviceAccountRef: { name: 'reader' } } } })),
    ],
    ['a Secret for everybody to read', ['secrets/file-modes'], volume('keys', { secret: { secretName: 'keys' } })],
    [
      'a Secret of mode 400, which is what 0400 is to some readers',
      ['secrets/file-modes'],
      volume('keys', { secret: { secretName: 'keys', defaultMode: 400 } }),
    ],
    [
      'a single file of a Secret for everybody to write',
      ['secrets/file-modes'],
      volume('keys', {
        secret: { secretName: 'keys', defaultMode: 256, items: [{ key: 'a', path: 'a', mode: 511 }] },
      }),
    ],
    [
      'a single file of a projected Secret for everybody to read',
      ['secrets/file-modes'],
      volume('keys', {
        projected: {
          defaultMode: 256,
          sources: [{ secret: { name: 'k', items: [{ key: 'a', path: 'a', mode: 420 }] } }],
        },
      }),
    ],
    [
      'a Secret whose files all have a mode of their own',
      [],
      volume('keys', { secret: { secretName: 'keys', items: [{ key: 'a', path: 'a', mode: 256 }] } }),
    ],
    ['a Secret of mode 0400', [], volume('keys', { secret: { secretName: 'keys', defaultMode: 256 } })],
  ])('%s', (_, expected, change) => {
    expect([...turned((objects) => void change(objects))].sort()).toEqual(expected);
  });
});

test('what is found of tokens says whose they are and for whom', () => {
  const objects = exampleObjects();
  const sources = [{ serviceAccountToken: { path: 'vault', audience: 'vault' } }, { secret: { name: 'token' } }];
  volume('tokens', { projected: { sources } })(objects);
  objects.push({ ...secret, type: 'kubernetes.io/service-account-token' });
  expect(judgedBy('pod/account-token', objects).findings.map(({ resource, message }) => [resource, message])).toEqual([
    ['Job/pretrain', 'a volume shows Secret token, which is filled with a token of an account'],
    ['Job/pretrain', 'a volume projects a token for audience vault'],
    ['Secret/token', 'is filled with a token of an account, which never ends'],
  ]);
});

test('a namespace without any quota is told so once, with and without a description', () => {
  const objects = exampleObjects().filter(({ kind }) => kind !== 'ResourceQuota');
  const said = /^has no ResourceQuota: /;
  for (const options of [{}, { platform: undefined as never }]) {
    const { findings } = judgedBy('pod/quota', objects, options);
    expect(findings.filter(({ message }) => said.test(message))).toHaveLength(2);
    expect(findings.filter(({ message }) => /^nothing bounds/.test(message))).toEqual([]);
  }
});
