import { object, podOf, turned, type Loose } from '../example';

type Row = [string, readonly string[], (objects: Loose[]) => void];

describe('what stands on volumes and claims beside their places', () => {
  const volume = (o: Loose[]): Loose => object(o, 'PersistentVolume', 'ml-alpha--checkpoints').spec;
  const claim = (o: Loose[]): Loose => object(o, 'PersistentVolumeClaim', 'alpha--checkpoints').metadata;

  test.each<Row>([
    [
      'a volume that is mounted with a Secret of another project',
      ['storage/places-apart'],
      (o) => (volume(o).csi.nodeStageSecretRef = { name: 'key', namespace: 'ml-beta' }),
    ],
    ['one of its own', [], (o) => (volume(o).csi.nodeStageSecretRef = { name: 'key', namespace: 'ml-alpha' })],
    ['a volume that remembers another claim', ['storage/claims-bind'], (o) => (volume(o).claimRef.uid = 'a')],
    [
      'a volume that remembers its claim',
      [],
      (o) => {
        volume(o).claimRef.uid = 'a';
        claim(o).uid = 'a';
      },
    ],
    [
      'a class in the older way, which comes first',
      ['storage/bound-claims', 'storage/claims-bind'],
      (o) => (claim(o).annotations = { 'volume.beta.kubernetes.io/storage-class': 'gp2' }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});

describe('what a class or an operator brings in beside the claim', () => {
  const ofClass = (from: string, ...claiming: readonly string[]): Loose[] => [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'keyed' },
      provisioner: 'smb.csi.example.com',
      parameters: { 'csi.storage.k8s.io/node-publish-secret-namespace': from },
    },
    ...claiming.map((namespace) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'scratch', namespace },
      spec: { accessModes: ['ReadWriteMany'], storageClassName: 'keyed', resources: { requests: { storage: '1Gi' } } },
    })),
  ];
  const made = (type: string): Loose => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'token', namespace: 'ml-alpha' },
    spec: { target: { template: { type } }, data: [] },
  });

  test.each<Row>([
    [
      'a class that mounts with a Secret of another project',
      ['storage/places-apart'],
      (o) => o.push(...ofClass('ml-beta', 'ml-alpha')),
    ],
    [
      'one that mounts with a Secret of a project, for whoever claims',
      ['storage/places-apart'],
      (o) => o.push(...ofClass('ml-beta')),
    ],
    ['one that mounts with a Secret of the claim', [], (o) => o.push(...ofClass('${pvc.namespace}', 'ml-alpha'))],
    ['one that mounts with a Secret of the driver', [], (o) => o.push(...ofClass('kube-system', 'ml-alpha'))],
    [
      'a Secret of an operator that the API server fills with a token',
      ['pod/account-token'],
      (o) => o.push(made('kubernetes.io/service-account-token')),
    ],
    ['another Secret of an operator', [], (o) => o.push(made('Opaque'))],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});

test.each<[string, readonly string[], (o: Loose[]) => void]>([
  ['for reading', [], () => undefined],
  [
    'for writing by the pod',
    ['storage/read-only-data'],
    (o) => delete podOf(o).spec.volumes[0].persistentVolumeClaim.readOnly,
  ],
  [
    'for writing by the container',
    ['storage/read-only-data'],
    (o) => delete podOf(o).spec.containers[0].volumeMounts[0].readOnly,
  ],
])('data whose claim others make are mounted %s', (_, expected, change) => {
  const ids = turned((o) => {
    o.splice(o.indexOf(object(o, 'PersistentVolumeClaim', 'alpha--data')), 1);
    change(o);
  });
  expect(ids.filter((id) => id === 'storage/read-only-data')).toEqual(expected);
});

test.each<[string, readonly string[], object]>([
  ['its own checkpoints', [], { volumeClaimName: 'alpha--checkpoints' }],
  ['its data, for writing', ['storage/read-only-data'], { volumeClaimName: 'alpha--data' }],
  ['a claim that it makes', ['pod/volumes'], { volumeClaim: { storageClassName: 'any' } }],
])('a job of Volcano mounts into every container %s', (_, expected, volume) => {
  const ids = turned((o) => {
    const template = structuredClone(podOf(o));
    o.push({
      apiVersion: 'batch.volcano.sh/v1alpha1',
      kind: 'Job',
      metadata: { name: 'volcano', namespace: 'ml-alpha' },
      spec: { volumes: [{ mountPath: '/more', ...volume }], tasks: [{ name: 'worker', replicas: 1, template }] },
    });
  });
  expect(ids.filter((id) => id === 'storage/read-only-data' || id === 'pod/volumes')).toEqual(expected);
});
