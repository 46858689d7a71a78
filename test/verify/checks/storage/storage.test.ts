import { platform } from '../../../../examples/document-1/platform';
import type { ClaimSource, Platform } from '../../../../lib';
import { exampleObjects, judgedBy, object, podOf, turned, type JudgeOptions, type Loose } from '../example';

const volume = (o: Loose[], name: string): Loose => object(o, 'PersistentVolume', name).spec;
const claim = (o: Loose[], name: string): Loose => object(o, 'PersistentVolumeClaim', name).spec;

/** The volume of alpha's checkpoints, with another source. */
const replaced = (o: Loose[], source: object): Loose => {
  const spec = volume(o, 'ml-alpha--checkpoints');
  delete spec.csi;
  return Object.assign(spec, source);
};

const nodesOf = (key: string, ...values: readonly string[]): object => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] },
});

/** Another claim of alpha. */
const scratch = (more: object): Loose => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'scratch', namespace: 'ml-alpha' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more },
});

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
      'a claim that asks for more than its volume has',
      ['storage/claims-bind'],
      (o) => (claim(o, 'alpha--data').resources.requests.storage = '2Pi'),
    ],
    [
      'a claim that writes a volume for readers',
      ['storage/claims-bind'],
      (o) => (volume(o, 'ml-alpha--checkpoints').accessModes = ['ReadOnlyMany']),
    ],
    [
      'a volume of another class than its claim',
      ['storage/claims-bind'],
      (o) => (volume(o, 'ml-alpha--data').storageClassName = 'manual'),
    ],
    ['a volume without a size', ['storage/claims-bind'], (o) => delete volume(o, 'ml-alpha--data').capacity],
    [
      'a claim with a mode that is none',
      ['storage/claims-bind'],
      (o) => claim(o, 'alpha--checkpoints').accessModes.push('ReadWrite'),
    ],
    [
      'a volume of blocks behind a claim of files',
      ['storage/claims-bind'],
      (o) => (volume(o, 'ml-alpha--data').volumeMode = 'Block'),
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
      (o) => {
        claim(o, 'alpha--checkpoints').accessModes = ['ReadWriteOnce'];
        volume(o, 'ml-alpha--checkpoints').accessModes = ['ReadWriteOnce'];
      },
    ],
    ['the root of a node', ['storage/off-nodes', 'storage/own-place'], (o) => replaced(o, { hostPath: { path: '/' } })],
    [
      'a disk of nodes that nobody described',
      ['storage/off-nodes', 'storage/own-place'],
      (o) =>
        replaced(o, { local: { path: '/mnt/nvme' }, nodeAffinity: nodesOf('training-isolation/project', 'alpha') }),
    ],
    [
      'a folder of a node that any claim of a class may take',
      ['storage/bound-claims', 'storage/encrypted-classes', 'storage/off-nodes', 'storage/own-place'],
      (o) => {
        Object.assign(replaced(o, { hostPath: { path: '/data' } }), { storageClassName: 'manual' });
        delete volume(o, 'ml-alpha--checkpoints').claimRef;
        Object.assign(claim(o, 'alpha--checkpoints'), { storageClassName: 'manual', volumeName: undefined });
      },
    ],
    [
      'folders of nodes by a class',
      ['storage/off-nodes'],
      (o) => {
        o.push({
          apiVersion: 'storage.k8s.io/v1',
          kind: 'StorageClass',
          metadata: { name: 'local-path' },
          provisioner: 'rancher.io/local-path',
        });
        o.push(scratch({ storageClassName: 'local-path' }));
      },
    ],
    [
      'disks that are not encrypted',
      ['storage/encrypted-classes'],
      (o) => (object(o, 'StorageClass', 'ml-gp3').parameters.encrypted = 'false'),
    ],
    [
      'a claim that takes whatever class is the default, where none is in the files',
      ['storage/encrypted-classes'],
      (o) => o.push(scratch({})),
    ],
    [
      'a claim that takes the default class, whose disks are not encrypted',
      ['storage/encrypted-classes'],
      (o) => {
        const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
        o.push(scratch({}), {
          apiVersion: 'storage.k8s.io/v1',
          kind: 'StorageClass',
          metadata: { name: 'gp2', annotations },
          provisioner: 'ebs.csi.aws.com',
        });
      },
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

describe('two projects in one place', () => {
  const csi = (driver: string, volumeHandle: string, volumeAttributes: object = {}): object => ({
    csi: { driver, volumeHandle, volumeAttributes },
  });
  const nfs = (path: string, server = 'nfs.example.com'): object => ({ nfs: { server, path } });
  const nfsShare = (handle: string, subDir?: string): object =>
    csi('nfs.csi.k8s.io', handle, { server: 'nfs.example.com', share: '/exports', subDir });
  const efs = (handle: string): object => csi('efs.csi.aws.com', handle);
  const status = (alpha: object, beta: object, more: readonly Loose[] = [], options: JudgeOptions = {}): string => {
    const objects = [...exampleObjects(), ...more];
    for (const [name, source] of [
      ['ml-alpha--checkpoints', alpha],
      ['ml-beta--checkpoints', beta],
    ] as const) {
      const spec = volume(objects, name);
      delete spec.csi;
      Object.assign(spec, source);
    }
    return judgedBy('storage/places-apart', objects, options).status;
  };

  test.each<[string, 'pass' | 'fail' | 'unknown', object, object]>([
    ['one share by two handles', 'fail', nfsShare('a'), nfsShare('b')],
    ['folders of a share', 'pass', nfsShare('a', 'alpha'), nfsShare('b', 'beta')],
    ['a share, and a folder of it by the API’s own source', 'fail', nfsShare('a', 'alpha'), nfs('/exports/alpha/x')],
    ['a folder in two spellings', 'fail', nfs('/exports/alpha'), nfs('/exports//x/../alpha')],
    ['folders beside each other', 'pass', nfs('/exports/alpha'), nfs('/exports/alpha2')],
    ['a disk of EBS by both sources', 'fail', csi('ebs.csi.aws.com', 'vol-1'), awsDisk('aws://us-west-2a/vol-1')],
    ['two disks', 'pass', csi('ebs.csi.aws.com', 'vol-1'), awsDisk('vol-2')],
    ['one path of the same monitors', 'fail', ceph('a:6789', '/'), ceph('a:6789', '/')],
    ['one path of monitors that may be of one cluster', 'unknown', ceph('a:6789', '/'), ceph('b:6789', '/')],
    ['one path of Ceph’s driver', 'fail', cephCsi('a', '/volumes/x'), cephCsi('b', '/volumes/x')],
    ['an access point and the root of its file system', 'fail', efs('fs-1:/'), efs('fs-1::fsap-1')],
    ['an access point and a folder of its file system', 'unknown', efs('fs-1:/alpha'), efs('fs-1::fsap-1')],
    ['access points that may start from one folder', 'unknown', efs('fs-1::fsap-1'), efs('fs-1::fsap-2')],
    ['access points of two file systems', 'pass', efs('fs-1::fsap-1'), efs('fs-2::fsap-2')],
    ['a file system of EFS by its name', 'fail', efs('fs-1:/alpha'), nfs('/', 'fs-1.efs.us-west-2.amazonaws.com')],
    ['a Lustre file system by its name', 'fail', lustre('fs-1', 'fs-9'), lustre('fs-2', 'fs-9')],
    ['volumes of a driver that nobody knows', 'unknown', csi('csi.example.com', 'a'), csi('csi.example.com', 'b')],
    ['sources that nobody knows', 'unknown', { quobyte: { volume: 'a' } }, { quobyte: { volume: 'b' } }],
    ['volumes of two drivers', 'pass', csi('csi.example.com', 'a'), csi('csi.example.org', 'b')],
  ])('%s: %s', (_, expected, alpha, beta) => {
    expect(status(alpha, beta)).toBe(expected);
  });

  function awsDisk(volumeID: string): object {
    return { awsElasticBlockStore: { volumeID } };
  }
  function ceph(monitor: string, path: string): object {
    return { cephfs: { monitors: [monitor], path } };
  }
  function cephCsi(handle: string, rootPath: string): object {
    return csi('cephfs.csi.ceph.com', handle, { clusterID: 'c', fsName: 'f', rootPath });
  }
  function lustre(handle: string, server: string): object {
    return csi('fsx.csi.aws.com', handle, { dnsname: `${server}.fsx.us-west-2.amazonaws.com`, mountname: 'fsx' });
  }

  const claimed = (provisioner: string, parameters: object): string => {
    const objects = exampleObjects();
    objects.push({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'made' },
      provisioner,
      parameters,
    });
    for (const namespace of ['ml-alpha', 'ml-beta'])
      objects.push({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'scratch', namespace },
        spec: { storageClassName: 'made' },
      });
    return judgedBy('storage/places-apart', objects).status;
  };

  /** A claim of a StatefulSet, and a folder that a pod mounts without a claim. */
  const withClaim = (namespace: string, spec: object): Loose => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace },
    spec: {
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'db' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'scratch' }, spec }],
    },
  });
  const webWith = (source: object): Loose => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'production' },
    spec: { containers: [{ name: 'web', image: 'web' }], volumes: [{ name: 'all', ...source }] },
  });
  const sharing: Loose = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'made' },
    provisioner: 'nfs.csi.k8s.io',
    parameters: { server: 'nfs.example.com', share: '/exports', subDir: 'scratch' },
  };

  test.each<[string, 'pass' | 'fail', readonly Loose[]]>([
    ['a folder of the server', 'fail', [webWith(nfs('/exports/alpha'))]],
    ['a folder beside it', 'pass', [webWith(nfs('/exports/web'))]],
    [
      'a folder by a driver',
      'fail',
      [
        webWith({
          csi: { driver: 'nfs.csi.k8s.io', volumeAttributes: { server: 'nfs.example.com', share: '/exports' } },
        }),
      ],
    ],
    ['what a driver makes for it', 'pass', [webWith({ csi: { driver: 'secrets-store.csi.k8s.io' } })]],
    ['nothing of a store', 'pass', [webWith({ configMap: { name: 'all' } })]],
  ])('a pod of nobody mounts %s without a claim: %s', (_, expected, more) => {
    expect(status(nfs('/exports/alpha'), nfs('/exports/beta'), more)).toBe(expected);
  });

  test.each<[string, 'pass' | 'fail', readonly string[]]>([
    ['two projects', 'fail', ['ml-alpha', 'ml-beta']],
    ['a project and somebody else', 'fail', ['ml-alpha', 'production']],
    ['one project', 'pass', ['ml-alpha']],
    ['others', 'pass', ['production', 'staging']],
  ])('one folder for all claims of a class, which StatefulSets of %s use: %s', (_, expected, namespaces) => {
    const more = [sharing, ...namespaces.map((name) => withClaim(name, { storageClassName: 'made' }))];
    expect(judgedBy('storage/places-apart', [...exampleObjects(), ...more]).status).toBe(expected);
  });

  test('a StatefulSet of nobody copies no volume of a project', () => {
    const dataSourceRef = { kind: 'PersistentVolumeClaim', name: 'alpha--data', namespace: 'ml-alpha' };
    expect(turned((o) => void o.push(withClaim('production', { storageClassName: 'made', dataSourceRef })))).toEqual([
      'storage/copies-apart',
    ]);
  });

  test.each<[string, 'pass' | 'fail' | 'unknown', string, object]>([
    ['a folder of its own for each', 'pass', 'efs.csi.aws.com', { fileSystemId: 'fs-1', basePath: '/all' }],
    ['one folder', 'fail', 'efs.csi.aws.com', { subPathPattern: 'all', ensureUniqueDirectory: 'false' }],
    ['a pattern that is made unique', 'pass', 'efs.csi.aws.com', { subPathPattern: 'all' }],
    [
      'a pattern with the namespace',
      'pass',
      'efs.csi.aws.com',
      { subPathPattern: '${.PVC.namespace}/${.PVC.name}', ensureUniqueDirectory: 'false' },
    ],
    [
      'one folder, in the words of Go',
      'fail',
      'efs.csi.aws.com',
      { subPathPattern: 'all', ensureUniqueDirectory: 'F' },
    ],
    ['access points by the name of the claim', 'fail', 'efs.csi.aws.com', { reuseAccessPoint: 'true' }],
    ['the same in the words of Go', 'fail', 'efs.csi.aws.com', { reuseAccessPoint: '1' }],
    ['a folder by the name of the claim', 'fail', 'nfs.csi.k8s.io', { subDir: '${pvc.metadata.name}' }],
    ['a folder by a name that is not known', 'unknown', 'nfs.csi.k8s.io', { subDir: '${pvc.metadata.labels}' }],
    ['one share', 'fail', 'file.csi.azure.com', { shareName: 'all' }],
    ['a pattern of a provisioner that nobody knows', 'unknown', 'example.com/nfs', { pathPattern: 'all' }],
    ['a provisioner that nobody knows', 'pass', 'example.com/disks', { tier: 'fast' }],
  ])('by a class that gives %s: %s', (_, expected, provisioner, parameters) => {
    expect(claimed(provisioner, parameters)).toBe(expected);
  });

  test('access points that a description gives to their projects are apart, others are not', () => {
    const source = (accessPointId: string): ClaimSource => ({ kind: 'efs', fileSystemId: 'fs-1', accessPointId });
    const described = (points: Readonly<Record<string, string>>): Platform => ({
      ...platform,
      projects: platform.projects.map((project) => ({
        ...project,
        checkpoints: { name: `${project.name}--checkpoints`, source: source(points[project.name] as string) },
      })),
    });
    const by = (points: Readonly<Record<string, string>>): string =>
      status(efs('fs-1::fsap-1'), efs('fs-1::fsap-2'), [], { platform: described(points) });
    expect(by({ alpha: 'fsap-1', beta: 'fsap-2' })).toBe('pass');
    expect(by({ alpha: 'fsap-2', beta: 'fsap-1' })).toBe('unknown');
  });

  test('a plan that holds an access point says where it starts', () => {
    const stack = (root: string): string =>
      JSON.stringify({
        version: 3,
        deployment: {
          resources: [
            {
              urn: 'urn:pulumi:s::p::aws:efs/accessPoint:AccessPoint::point',
              type: 'aws:efs/accessPoint:AccessPoint',
              custom: true,
              id: 'fsap-1',
              inputs: { fileSystemId: 'fs-1', rootDirectory: { path: root } },
              outputs: { id: 'fsap-1', fileSystemId: 'fs-1', rootDirectory: { path: root } },
            },
          ],
        },
      });
    const by = (root: string): string => {
      const objects = exampleObjects();
      Object.assign(volume(objects, 'ml-alpha--checkpoints'), efs('fs-1:/alpha'));
      Object.assign(volume(objects, 'ml-beta--checkpoints'), efs('fs-1::fsap-1'));
      return judgedBy('storage/places-apart', objects, {}, { 'stack.json': stack(root) }).status;
    };
    expect([by('/beta'), by('/alpha/deep')]).toEqual(['pass', 'fail']);
  });
});

describe('local disks of nodes, behind a claim that the description has', () => {
  const described: Platform = {
    ...platform,
    projects: platform.projects.map((project) =>
      project.name === 'alpha'
        ? {
            ...project,
            checkpoints: { name: 'alpha--checkpoints', source: { kind: 'existing', claim: 'alpha--checkpoints' } },
          }
        : project,
    ),
  };
  test.each<[string, 'pass' | 'fail' | 'unknown', object | undefined, string]>([
    ['on nodes with the label of the project', 'pass', nodesOf('training-isolation/project', 'alpha'), '/mnt/nvme'],
    ['on a node of the project', 'pass', nodesOf('kubernetes.io/hostname', 'alpha-node'), '/mnt/nvme'],
    ['on a node of another', 'fail', nodesOf('kubernetes.io/hostname', 'alpha-node', 'beta-node'), '/mnt/nvme'],
    ['on a node that is not in the files', 'unknown', nodesOf('kubernetes.io/hostname', 'new-node'), '/mnt/nvme'],
    ['on whichever node', 'fail', undefined, '/mnt/nvme'],
    ['of the system of the node', 'fail', nodesOf('training-isolation/project', 'alpha'), '/mnt/../var/lib'],
  ])('%s: %s', (_, expected, nodeAffinity, path) => {
    const objects = exampleObjects();
    replaced(objects, { local: { path }, nodeAffinity });
    for (const name of ['alpha-node', 'beta-node'])
      object(objects, 'Node', name).metadata.labels['kubernetes.io/hostname'] = name;
    expect(judgedBy('storage/off-nodes', objects, { platform: described }).status).toBe(expected);
  });
});
