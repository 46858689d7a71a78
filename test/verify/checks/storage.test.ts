import { object, podOf, turned, type Loose } from './example';

const volume = (o: Loose[], name: string): Loose => object(o, 'PersistentVolume', name).spec;
const claim = (o: Loose[], name: string): Loose => object(o, 'PersistentVolumeClaim', name).spec;

describe('what a change of storage turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['a volume that any claim may take', ['storage/bound-claims'], (o) => delete volume(o, 'ml-alpha--data').claimRef],
    [
      'a volume for the claim of another project',
      ['storage/bound-claims'],
      (o) => (volume(o, 'ml-alpha--data').claimRef.namespace = 'ml-beta'),
    ],
    [
      'a claim that leaves the class to the cluster',
      ['storage/bound-claims'],
      (o) => delete claim(o, 'alpha--data').storageClassName,
    ],
    [
      'a claim of a volume that is not in the files',
      ['storage/bound-claims'],
      (o) => (claim(o, 'alpha--data').volumeName = 'old'),
    ],
    [
      'a claim that is filled from another namespace',
      ['storage/bound-claims'],
      (o) =>
        (claim(o, 'alpha--data').dataSourceRef = {
          kind: 'PersistentVolumeClaim',
          name: 'beta--data',
          namespace: 'ml-beta',
        }),
    ],
    [
      "another project's prefix",
      ['storage/own-place', 'storage/places-apart'],
      (o) => (volume(o, 'ml-alpha--data').mountOptions[0] = 'prefix ml-beta/'),
    ],
    [
      'a prefix that holds those of all projects',
      ['storage/own-place', 'storage/places-apart'],
      (o) => (volume(o, 'ml-alpha--data').mountOptions[0] = 'prefix ml-'),
    ],
    [
      'a prefix without a slash',
      ['storage/own-place', 'storage/places-apart'],
      (o) => (volume(o, 'ml-alpha--data').mountOptions[0] = 'prefix ml-alpha'),
    ],
    [
      'no prefix',
      ['storage/own-place', 'storage/places-apart'],
      (o) => volume(o, 'ml-alpha--data').mountOptions.shift(),
    ],
    [
      'the identity of the driver',
      ['storage/own-place'],
      (o) => delete volume(o, 'ml-alpha--data').csi.volumeAttributes.authenticationSource,
    ],
    [
      'another bucket',
      ['storage/own-place'],
      (o) => (volume(o, 'ml-alpha--data').csi.volumeAttributes.bucketName = 'other'),
    ],
    [
      'data that may be written by the pod',
      ['storage/read-only-data'],
      (o) => delete podOf(o).spec.volumes[0].persistentVolumeClaim.readOnly,
    ],
    [
      'data that may be written by the container',
      ['storage/read-only-data'],
      (o) => delete podOf(o).spec.containers[0].volumeMounts[0].readOnly,
    ],
    [
      'data that may be written by the volume',
      ['storage/read-only-data'],
      (o) => volume(o, 'ml-alpha--data').mountOptions.pop(),
    ],
    [
      'checkpoints that cannot be written',
      ['storage/resumable'],
      (o) => (podOf(o).spec.containers[0].volumeMounts[1].readOnly = true),
    ],
    [
      'checkpoints of one node',
      ['storage/resumable'],
      (o) => (claim(o, 'alpha--checkpoints').accessModes = ['ReadWriteOnce']),
    ],
    [
      'disks that are not encrypted',
      ['storage/encrypted-classes'],
      (o) => (object(o, 'StorageClass', 'ml-gp3').parameters.encrypted = 'false'),
    ],
  ])('%s', (_, expected, change) => {
    expect([...turned((objects) => void change(objects))].sort()).toEqual(expected);
  });
});

test('two projects on one file system share it, whatever their claims are called', () => {
  const fsx = (o: Loose[], name: string): Loose =>
    Object.assign(volume(o, name), { csi: { driver: 'fsx.csi.aws.com', volumeHandle: 'fs-0123456789abcdef0' } });
  const ids = turned((o) => {
    fsx(o, 'ml-alpha--checkpoints');
    fsx(o, 'ml-beta--checkpoints');
  });
  expect(ids).toContain('storage/places-apart');
});
