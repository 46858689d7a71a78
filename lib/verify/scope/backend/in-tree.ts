import { itemsIn, type Field } from '../../input/field';
import { ownValue } from '../../record';
import { diskPlace } from './csi';
import { plainText } from './mount-options';
import { folder, nfsPlace, type Backend } from './place';

/** What a volume has beside the source, that of a pod its name alone. */
const NO_SOURCE = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'name',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

/** Sources that the API server hands to a driver, with the field that names the disk. */
const DISKS: Readonly<Record<string, readonly [driver: string, field: string]>> = {
  awsElasticBlockStore: ['ebs.csi.aws.com', 'volumeID'],
  gcePersistentDisk: ['pd.csi.storage.gke.io', 'pdName'],
  azureDisk: ['disk.csi.azure.com', 'diskURI'],
  cinder: ['cinder.csi.openstack.org', 'volumeID'],
  vsphereVolume: ['csi.vsphere.vmware.com', 'volumePath'],
  portworxVolume: ['pxd.portworx.com', 'volumeID'],
};

/** The place behind a volume whose source the API itself knows; undefined without any. */
export function inTreeBackend(spec: Field, volume: string): Backend | undefined {
  const [kind, source] = spec.entries().find(([key]) => !NO_SOURCE.has(key)) ?? [];
  if (kind === undefined || source === undefined) return undefined;
  const text = (name: string): string => plainText(source.get(name));
  const disk = ownValue(DISKS, kind);
  if (disk !== undefined) return diskPlace(disk[0], text(disk[1]));
  switch (kind) {
    case 'nfs':
      return nfsPlace(text('server'), text('path'));
    case 'hostPath':
    case 'local':
      return { store: 'node', path: folder(text('path')), text: `folder ${text('path')} of a node` };
    case 'cephfs': {
      // Monitors are addresses of one cluster or of several; that does not show.
      const monitors = itemsIn(source, 'monitors').map(plainText).sort().join(', ');
      const doubt = { id: monitors, text: `which cluster has the monitors ${monitors}` };
      const path = folder(text('path'));
      return { store: 'ceph', path, text: `ceph ${monitors}:${path}`, doubt };
    }
    case 'glusterfs': {
      const path = folder(text('path'));
      const doubt = { id: text('endpoints'), text: `which cluster has the endpoints ${text('endpoints')}` };
      return { store: 'glusterfs', path, text: `glusterfs ${text('endpoints')}:${path}`, doubt };
    }
    default: {
      const id = JSON.stringify(source.value);
      const doubt = { id, text: `what a source of kind ${kind} shows` };
      return { store: kind, path: '', text: `volume ${volume}`, doubt };
    }
  }
}
