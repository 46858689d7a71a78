import { goBoolean } from '../../input/go-boolean';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { plainText } from './mount-options';
import { azurePlace } from './csi';
import { folder, nfsPlace, type Backend } from './place';

/** What names a new folder: a claim, and for whatever nobody knows before a text that no other claim has. */
interface NewVolume {
  readonly claim: string;
  readonly namespace: string;
  readonly unique: string;
}

interface Provisioned {
  /** A parameter of the class; empty where it is not given. Names know no case. */
  parameter(name: string): string;
  /** A text of the class with the names of claim and volume filled in; undefined where it asks for something else. */
  filled(pattern: string): string | undefined;
  readonly volume: NewVolume;
}

/**
 * Where provisioners put the volume of a claim, for those that can be told to put several into one place. `own` is a
 * place that no other claim has.
 */
const PROVISIONERS: Readonly<Record<string, (asked: Provisioned) => Backend | 'own' | undefined>> = {
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/parameters.md
  'efs.csi.aws.com': ({ parameter, filled, volume }) => {
    const system = ['fileSystemId', 'fileSystemIdConfigRef', 'fileSystemIdSecretRef'].map(parameter).join('');
    const at = (...path: readonly string[]): Backend => {
      const made = folder(...path);
      return { store: `efs ${system}`, path: made, text: `file system ${system} under ${made}` };
    };
    // The access point is found again by the name of the claim alone, whatever its namespace and folder.
    if (goBoolean(parameter('reuseAccessPoint')) === true) return at(`claims called ${volume.claim}`);
    const pattern = parameter('subPathPattern');
    if (pattern === '' || goBoolean(parameter('ensureUniqueDirectory')) !== false)
      return at(parameter('basePath'), volume.unique);
    const made = filled(pattern);
    return made === undefined ? undefined : at(parameter('basePath'), made);
  },
  // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/docs/driver-parameters.md
  'nfs.csi.k8s.io': ({ parameter, filled, volume }) => {
    const made = parameter('subDir') === '' ? volume.unique : filled(parameter('subDir'));
    return made === undefined ? undefined : nfsPlace(parameter('server'), parameter('share'), made);
  },
  // https://github.com/kubernetes-csi/csi-driver-smb/blob/master/docs/driver-parameters.md
  'smb.csi.k8s.io': ({ parameter, filled, volume }) => {
    const source = parameter('source').replaceAll('\\', '/');
    const made = parameter('subDir') === '' ? volume.unique : filled(parameter('subDir'));
    if (made === undefined) return undefined;
    return { store: 'smb', path: folder(source, made).toLowerCase(), text: `share ${source} under ${made}` };
  },
  'file.csi.azure.com': ({ parameter, filled }) => azureShare('azure files', parameter, filled, 'shareName'),
  'blob.csi.azure.com': ({ parameter, filled }) => azureShare('azure blobs', parameter, filled, 'containerName'),
  'kubernetes.io/no-provisioner': () => 'own',
};

/** An account that the class does not name is one that the driver picks: the same for all claims, perhaps. */
function azureShare(
  store: string,
  parameter: Provisioned['parameter'],
  filled: Provisioned['filled'],
  name: string,
): Backend | 'own' | undefined {
  if (parameter(name) === '') return 'own';
  const share = filled(parameter(name));
  const made = share === undefined ? undefined : filled(parameter('folderName'));
  if (share === undefined || made === undefined) return undefined;
  return azurePlace(store, parameter('storageAccount') || 'account of the driver', share, made);
}

/** Parameters of other provisioners by which several claims could be given one place. */
const SHARING = /path|dir|share|export|folder|bucket|container|reuse|existing/i;

/**
 * The place of a claim whose volume a class provisions; undefined for a place of its own, which is what every name of a
 * volume gets (https://github.com/container-storage-interface/spec/blob/master/spec.md#createvolume) unless parameters
 * say otherwise.
 */
export function provisionedPlace(
  { name, field }: KubernetesObject,
  claim: { readonly name: string; readonly namespace: string },
): Backend | undefined {
  const provisioner = plainText(field.get('provisioner'));
  const parameters = new Map(
    (field.get('parameters')?.entries() ?? []).map(([key, value]) => [key.toLowerCase(), plainText(value)]),
  );
  const volume = {
    claim: claim.name,
    namespace: claim.namespace,
    unique: `volume of ${claim.namespace} ${claim.name}`,
  };
  const parameter = (key: string): string => parameters.get(key.toLowerCase()) ?? '';
  const asked = { parameter, volume, filled: (pattern: string) => filled(pattern, volume) };
  const isKnown = Object.hasOwn(PROVISIONERS, provisioner);
  const place = isKnown ? PROVISIONERS[provisioner]?.(asked) : undefined;
  if (place === 'own') return undefined;
  if (place !== undefined) return place;
  const sharing = [...parameters.keys()].filter((key) => SHARING.test(key));
  if (!isKnown && sharing.length === 0) return undefined;
  const text = `which folder ${provisioner} makes of the parameters of StorageClass ${name}`;
  const id = `${claim.namespace}/${claim.name}`;
  return { store: `class ${name}`, path: '', text: `the volume of claim ${claim.name}`, doubt: { id, text } };
}

/** `${.PVC.namespace}/${.PVC.name}` of EFS and `${pvc.metadata.namespace}` of the others. */
function filled(pattern: string, { claim, namespace, unique }: NewVolume): string | undefined {
  const text = pattern.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    switch (name.toLowerCase().replace(/^\./, '').replace('.metadata.', '.')) {
      case 'pvc.name':
        return claim;
      case 'pvc.namespace':
        return namespace;
      case 'pv.name':
        return unique;
      default:
        return whole;
    }
  });
  return text.includes('${') ? undefined : text;
}
