import type { Field } from '../../input/field';
import { ownValue } from '../../record';
import { mountOption, plainText } from './mount-options';
import { folder, nfsPlace, type Backend } from './place';

interface CsiVolume {
  readonly spec: Field;
  readonly handle: string;
  /** One of `volumeAttributes`, whatever the case of its name: several drivers do not look at it. */
  attribute(name: string): string;
}

/** What drivers mount, by the fields that they mount by. Undefined where the volume does not have them. */
const DRIVERS: Readonly<Record<string, (volume: CsiVolume) => Backend | undefined>> = {
  's3.csi.aws.com': ({ spec, attribute }) => {
    const path = mountOption(spec, 'prefix');
    const bucket = attribute('bucketName');
    return { store: `s3 ${bucket}`, path, text: `bucket ${bucket}${path === '' ? '' : ` under ${path}`}` };
  },
  // The driver mounts what `dnsname` names, whatever the handle says
  // (https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/pkg/driver/node.go).
  'fsx.csi.aws.com': ({ handle, attribute }) => {
    const server = attribute('dnsname').toLowerCase();
    const system = server === '' ? handle : (/^(fs-[0-9a-f]+)\.fsx\./.exec(server)?.[1] ?? server);
    return { store: `fsx ${system}`, path: '', text: `file system ${system}` };
  },
  'efs.csi.aws.com': elastic,
  // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/docs/driver-parameters.md
  'nfs.csi.k8s.io': ({ attribute }) => {
    if (attribute('server') === '' || attribute('share') === '') return undefined;
    return nfsPlace(attribute('server'), attribute('share'), attribute('subDir'));
  },
  // https://github.com/kubernetes-sigs/gcp-filestore-csi-driver
  'filestore.csi.storage.gke.io': ({ attribute }) =>
    attribute('ip') === '' || attribute('volume') === '' ? undefined : nfsPlace(attribute('ip'), attribute('volume')),
  // https://github.com/kubernetes-csi/csi-driver-smb/blob/master/docs/driver-parameters.md; names there know no case.
  'smb.csi.k8s.io': ({ attribute }) => {
    const source = attribute('source').replaceAll('\\', '/');
    if (source === '') return undefined;
    return { store: 'smb', path: folder(source, attribute('subDir')).toLowerCase(), text: `share ${source}` };
  },
  // https://github.com/ceph/ceph-csi/blob/devel/docs/static-pvc.md
  'cephfs.csi.ceph.com': ({ attribute }) => {
    const path = attribute('rootPath') || attribute('subvolumePath');
    if (path === '' || attribute('clusterID') === '') return undefined;
    const store = `cephfs ${attribute('clusterID')} ${attribute('fsName')}`.trimEnd();
    return { store, path: folder(path), text: `${store}:${path}` };
  },
  // https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md
  'file.csi.azure.com': ({ handle, attribute }) => {
    const [, ofHandle = '', share = ''] = handle.split('#');
    const account = attribute('storageAccount') || (attribute('server').split('.')[0] ?? '') || ofHandle;
    return azurePlace('azure files', account, attribute('shareName') || share, attribute('folderName'));
  },
  // https://github.com/kubernetes-sigs/blob-csi-driver/blob/master/docs/driver-parameters.md
  'blob.csi.azure.com': ({ handle, attribute }) => {
    const [, ofHandle = '', container = ''] = handle.split('#');
    const account = attribute('storageAccount') || ofHandle;
    return azurePlace('azure blobs', account, attribute('containerName') || container, '');
  },
  // https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver: `_` is every bucket of the account.
  'gcsfuse.csi.storage.gke.io': ({ spec, handle, attribute }) => {
    const options = attribute('mountOptions').split(',');
    const only = options.find((option) => option.startsWith('only-dir'))?.slice('only-dir'.length + 1);
    // A volume of a pod alone has no handle, and names the bucket among its attributes.
    const bucket = handle === '' ? attribute('bucketName') : handle;
    const path = bucket === '_' ? '/' : folder(bucket, only ?? mountOption(spec, 'only-dir'));
    return { store: 'gcs', path, text: bucket === '_' ? 'every bucket' : `bucket ${path.slice(1)}` };
  },
};

/** Drivers of block devices: a handle is a disk, and each disk has one. */
const DISKS = new Set([
  'ebs.csi.aws.com',
  'ebs.csi.eks.amazonaws.com',
  'pd.csi.storage.gke.io',
  'disk.csi.azure.com',
  'cinder.csi.openstack.org',
  'csi.vsphere.vmware.com',
  'rbd.csi.ceph.com',
  'driver.longhorn.io',
  'dobs.csi.digitalocean.com',
  'csi.hetzner.cloud',
  'pxd.portworx.com',
]);

/** The place behind a volume of a driver. What no field shows may be any place of that driver. */
export function csiBackend(spec: Field, csi: Field): Backend {
  const driver = plainText(csi.get('driver'));
  const handle = plainText(csi.get('volumeHandle'));
  if (DISKS.has(driver)) return diskPlace(driver, handle);
  const attributes = new Map(
    (csi.get('volumeAttributes')?.entries() ?? []).map(([key, value]) => [key.toLowerCase(), plainText(value)]),
  );
  const attribute = (name: string): string => attributes.get(name.toLowerCase()) ?? '';
  const known = ownValue(DRIVERS, driver)?.({ spec, handle, attribute });
  if (known !== undefined) return known;
  const text = `what driver ${driver} shows as ${handle}`;
  return { store: `driver ${driver}`, path: '', text: `volume ${handle}`, doubt: { id: handle, text } };
}

/** One disk in each of its spellings: an id of EBS after its zone, an id of Azure in any case. */
export function diskPlace(driver: string, handle: string): Backend {
  const isElastic = driver.startsWith('ebs.csi.');
  const isAzure = driver === 'disk.csi.azure.com';
  const disk = isElastic ? handle.slice(handle.lastIndexOf('/') + 1) : isAzure ? handle.toLowerCase() : handle;
  return { store: `disk ${isElastic ? 'ebs' : driver} ${disk}`, path: '', text: `volume ${handle}` };
}

/**
 * `fs-1:/folder:fsap-1`, with folder and access point left out or given as an option. An access point starts from a folder
 * that it alone knows (https://github.com/kubernetes-sigs/aws-efs-csi-driver/tree/master/docs).
 */
function elastic({ spec, handle, attribute }: CsiVolume): Backend {
  const [system = '', path = '', ofHandle = ''] = handle.split(':');
  const point = ofHandle === '' ? mountOption(spec, 'accesspoint') : ofHandle;
  const inside = folder(path, attribute('path'));
  const place = { store: `efs ${system}`, path: inside };
  if (point === '') return { ...place, text: `file system ${system} under ${inside}` };
  const text = `file system ${system} under ${point}${inside}`;
  return { ...place, text, doubt: { id: point, text: `the root directory of access point ${point}` } };
}

export function azurePlace(store: string, account: string, share: string, path: string): Backend | undefined {
  if (account === '' || share === '') return undefined;
  return { store, path: folder(account, share, path).toLowerCase(), text: `share ${share} of ${account}` };
}
