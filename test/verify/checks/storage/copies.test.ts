import { exampleObjects, judgedBy, object, turned, type Loose } from '../example';

const SNAPSHOTS = 'snapshot.storage.k8s.io/v1';
const claim = (namespace: string, source: object): Loose => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'copy', namespace },
  spec: { storageClassName: 'gp3', accessModes: ['ReadWriteOnce'], ...source },
});
const content = (namespace: string, source: object): Loose => ({
  apiVersion: SNAPSHOTS,
  kind: 'VolumeSnapshotContent',
  metadata: { name: 'copy' },
  spec: { driver: 'ebs.csi.aws.com', source, volumeSnapshotRef: { name: 'copy', namespace } },
});
const disk = (handle: string, namespace: string): Loose => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: handle },
  spec: {
    csi: { driver: 'ebs.csi.aws.com', volumeHandle: handle },
    claimRef: { namespace, name: 'scratch' },
    storageClassName: 'gp3',
  },
});
const dataVolume = (namespace: string, source: object): Loose => ({
  apiVersion: 'cdi.kubevirt.io/v1beta1',
  kind: 'DataVolume',
  metadata: { name: 'copy', namespace },
  spec: { source },
});
const machine = (source: object): Loose => ({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachine',
  metadata: { name: 'copy', namespace: 'web' },
  spec: { dataVolumeTemplates: [{ metadata: { name: 'copy' }, spec: { source } }] },
});
const status = (...objects: readonly Loose[]): string =>
  judgedBy('storage/copies-apart', [...exampleObjects(), disk('vol-a', 'ml-alpha'), disk('vol-w', 'web'), ...objects])
    .status;

describe('a copy of a volume', () => {
  test.each([
    ['of a project, for a claim elsewhere', [claim('web', { dataSourceRef: { namespace: 'ml-alpha' } })], 'fail'],
    ['of the own namespace', [claim('web', { dataSourceRef: { name: 'mine' } })], 'pass'],
    ['of a project, for another project', [content('ml-beta', { volumeHandle: 'vol-a' })], 'fail'],
    ['of a project, for somebody else', [content('web', { volumeHandle: 'vol-a' })], 'fail'],
    ['of somebody else, for a project', [content('ml-beta', { volumeHandle: 'vol-w' })], 'fail'],
    ['of the project itself', [content('ml-alpha', { volumeHandle: 'vol-a' })], 'pass'],
    ['of nobody knows whom, for a project', [content('ml-beta', { volumeHandle: 'vol-x' })], 'unknown'],
    ['that somebody brought along, for a project', [content('ml-beta', { snapshotHandle: 'snap-1' })], 'unknown'],
    [
      'of a project, for a DataVolume elsewhere',
      [dataVolume('web', { pvc: { namespace: 'ml-alpha', name: 'x' } })],
      'fail',
    ],
    ['of a project, for a disk of a machine', [machine({ snapshot: { namespace: 'ml-alpha', name: 'x' } })], 'fail'],
    [
      'of an image for everybody',
      [dataVolume('ml-alpha', { pvc: { namespace: 'images', name: 'x' } })],
      'not-applicable',
    ],
    [
      'of its own, for a DataVolume',
      [dataVolume('ml-alpha', { pvc: { namespace: 'ml-alpha', name: 'x' } })],
      'not-applicable',
    ],
    ['that somebody brought along, for somebody else', [content('web', { snapshotHandle: 'snap-1' })], 'pass'],
  ])('%s', (_, objects, expected) => {
    expect(status(...objects)).toBe(expected);
  });
});

test.each([
  'endpoint-url https://s3.example.com',
  '--endpoint-url=https://s3.example.com',
  'cache-xz shared--usw2-az1--x-s3',
  'no-sign-request',
  'prefix ml-beta/',
])('a volume of a bucket that is mounted with %s shows another place', (option) => {
  const ids = turned((objects) => {
    object(objects, 'PersistentVolume', 'ml-alpha--checkpoints').spec.mountOptions.push(option);
  });
  expect(ids).toEqual(['storage/own-place']);
});
