import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import type { Status } from '../../../../lib/verify/verdict/status';
import { definePlatform, type ClaimSource, type ProjectStorageProps } from '../../../../lib';
import { synthesizeAll } from '../../../kubernetes/document-1';
import { platformProps } from '../../../platform-props';
import { judged, object, type Loose } from '../example';

/** What the checks of storage say where the description fills the checkpoints of both projects, and the files are changed. */
function turnedBy(
  source: (project: number) => ClaimSource,
  change: (objects: Loose[]) => void,
  ...to: readonly Status[]
): readonly string[] {
  return turned((project) => ({ checkpoints: source(project) }), change, ...to);
}

function turned(
  storage: (project: number) => ProjectStorageProps,
  change: (objects: Loose[]) => void,
  ...to: readonly Status[]
): readonly string[] {
  const props = platformProps();
  const projects = props.projects.map((project, index) => ({ ...project, storage: storage(index + 1) }));
  const description = { ...props, projects };
  const objects = structuredClone(synthesizeAll(description)) as Loose[];
  change(objects);
  return judged(objects, { platform: definePlatform(description), families: ['storage'] })
    .results.filter(({ status }) => (to.length === 0 ? (['fail', 'unknown'] as Status[]) : to).includes(status))
    .map(({ check }) => check.id)
    .sort();
}

const id = (project: number): string => `fs-0123456789abcdef${project}`;
const server = (project: number): string => `${id(project)}.fsx.us-west-2.amazonaws.com`;
const lustre = (project: number): ClaimSource => ({
  kind: 'fsx-lustre',
  fileSystemId: id(project),
  dnsName: server(project),
  mountName: `mount${project}`,
  sizeGiB: 1200,
});
const elastic = (project: number): ClaimSource => ({
  kind: 'efs',
  fileSystemId: id(project),
  accessPointId: `fsap-0123456789abcdef${project}`,
});

const volume = (o: Loose[], project = 'alpha'): Loose =>
  object(o, 'PersistentVolume', `ml-${project}--checkpoints`).spec;
const claim = (o: Loose[]): Loose => object(o, 'PersistentVolumeClaim', 'alpha--checkpoints').spec;

const exchanged = (o: Loose[]): void => {
  const [alpha, beta] = [volume(o), volume(o, 'beta')];
  [alpha.csi, beta.csi] = [beta.csi, alpha.csi];
};
const byNfs = (o: Loose[]): void => {
  const spec = volume(o);
  delete spec.csi;
  delete spec.mountOptions;
  spec.nfs = { server: '10.1.2.3', path: '/exports' };
};
const ofClass = (o: Loose[]): void => {
  delete claim(o).volumeName;
  claim(o).storageClassName = 'ml-gp3';
};
const OWN = ['storage/own-place'];

test('a file system that the same program makes is not known before', () => {
  const found = (source: typeof lustre): readonly string[] =>
    turnedBy(source, (o) => (volume(o).csi.volumeHandle = UNKNOWN_TEXT), 'unknown');
  expect([found(lustre), found(elastic)]).toEqual([OWN, OWN]);
});

describe('a file system that is described for a claim', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['as it is', [], () => undefined],
    ['that of the other project, each', OWN, exchanged],
    ['another one by the handle', OWN, (o) => (volume(o).csi.volumeHandle = id(9))],
    ['another one by its name', OWN, (o) => (volume(o).csi.volumeAttributes.dnsname = server(9))],
    ['its name in another spelling', [], (o) => (volume(o).csi.volumeAttributes.dnsname = `${server(1)}.`)],
    ['no name', OWN, (o) => delete volume(o).csi.volumeAttributes.dnsname],
    ['another root', OWN, (o) => (volume(o).csi.volumeAttributes.mountname = 'mount2')],
    ['the root that the driver takes for none', OWN, (o) => delete volume(o).csi.volumeAttributes.mountname],
    ['a server of NFS', OWN, byNfs],
    ['a volume of a class', OWN, ofClass],
  ])('of Lustre: %s', (_, expected, change) => {
    expect(turnedBy(lustre, (o) => void change(o))).toEqual(expected);
  });

  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['as it is', [], () => undefined],
    ['that of the other project, each', OWN, exchanged],
    ['another one', OWN, (o) => (volume(o).csi.volumeHandle = `${id(9)}::fsap-0123456789abcdef1`)],
    ['no access point', OWN, (o) => (volume(o).csi.volumeHandle = id(1))],
    ['another access point', OWN, (o) => (volume(o).csi.volumeHandle = `${id(1)}::fsap-0123456789abcdef9`)],
    [
      'a folder below the access point',
      [],
      (o) => (volume(o).csi.volumeHandle = `${id(1)}:/runs:fsap-0123456789abcdef1`),
    ],
    ['a server of NFS', OWN, byNfs],
    ['a volume of a class', OWN, ofClass],
    ['a mount without a role', OWN, (o) => (volume(o).mountOptions = ['tls'])],
    ['a mount with TLS of the driver', [], (o) => (volume(o).mountOptions = ['iam'])],
    ['options in one text', [], (o) => (volume(o).mountOptions = ['tls,iam'])],
    ['a mount without TLS', OWN, (o) => (volume(o).csi.volumeAttributes = { encryptInTransit: 'false' })],
    ['a mount with TLS', [], (o) => (volume(o).csi.volumeAttributes = { encryptInTransit: 'true' })],
    ['an address in the attributes', OWN, (o) => (volume(o).csi.volumeAttributes = { mounttargetip: '10.0.0.9' })],
    ['an address in the options', OWN, (o) => volume(o).mountOptions.push('noatime,mounttargetip=10.0.0.9')],
    ['another role', OWN, (o) => volume(o).mountOptions.push('awsprofile=other')],
  ])('of EFS: %s', (_, expected, change) => {
    expect(turnedBy(elastic, (o) => void change(o))).toEqual(expected);
  });

  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['as it is', [], () => undefined],
    ['another class', OWN, (o) => (claim(o).storageClassName = 'other')],
    ['no class', OWN, (o) => (claim(o).storageClassName = '')],
  ])('of a class: %s', (_, expected, change) => {
    const source: ClaimSource = { kind: 'storage-class', storageClass: 'shared', sizeGiB: 10 };
    const ids = turnedBy(
      () => source,
      (o) => void change(o),
    );
    expect(ids.filter((one) => one === 'storage/own-place')).toEqual(expected);
  });
});

describe('training data on a file system whose driver mounts for writers only', () => {
  const data = (o: Loose[]): Loose => object(o, 'PersistentVolume', 'ml-alpha--data').spec;
  const READ_ONLY = ['storage/read-only-data'];

  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['as it is written', [], () => undefined],
    [
      'without the mount option',
      READ_ONLY,
      (o) => (data(o).mountOptions = data(o).mountOptions.filter((option: string) => option !== 'ro')),
    ],
    ['without the word of the volume', READ_ONLY, (o) => delete data(o).csi.readOnly],
    [
      'of a driver that mounts for readers',
      ['storage/own-place', ...READ_ONLY],
      (o) => (data(o).csi.driver = 'cephfs.csi.ceph.com'),
    ],
  ])('%s', (_, expected, change) => {
    for (const source of [lustre, elastic]) {
      const datasets = source as (project: number) => ProjectStorageProps['datasets'] & object;
      expect(turned((project) => ({ datasets: datasets(project) }), change)).toEqual(expected);
    }
  });
});
