import type { Field } from '../input/field';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import type { TrainingScope } from './training-scope';

/** A claim of a project, and the volume behind it where it is bound by hand. */
export interface ProjectClaim {
  readonly object: KubernetesObject;
  /** Project's namespace. */
  readonly namespace: string;
  readonly volume: KubernetesObject | undefined;
  /** Name of the volume that it asks for; empty for one that a provisioner makes. */
  readonly volumeName: string;
  /** Undefined for the default class of the cluster. */
  readonly className: string | undefined;
}

export interface ClaimFacts {
  readonly claims: readonly ProjectClaim[];
  readonly volumes: readonly KubernetesObject[];
  /** Claims of one namespace. */
  in(namespace: string): readonly ProjectClaim[];
  /** Claims that ask for a volume by its name. */
  askingFor(volumeName: string): readonly ProjectClaim[];
}

/** Claims of projects with their volumes, and every volume of the input. */
export function claimsOf(objects: readonly KubernetesObject[], scope: TrainingScope): ClaimFacts {
  const volumes = objects.filter((object) => isKind(object, '', 'PersistentVolume'));
  const byName = new Map(volumes.map((volume) => [volume.name, volume]));
  const claims = objects.flatMap((object): readonly ProjectClaim[] => {
    const { namespace } = object;
    if (!isKind(object, '', 'PersistentVolumeClaim') || namespace === undefined || !scope.contains(namespace))
      return [];
    const spec = object.field.get('spec');
    const volumeName = textOf(spec?.get('volumeName'));
    const className = spec?.get('storageClassName');
    return [
      {
        object,
        namespace,
        volume: byName.get(volumeName),
        volumeName,
        className: className === undefined ? undefined : textOf(className),
      },
    ];
  });
  const byNamespace = grouped(claims, ({ namespace }) => namespace);
  const byVolume = grouped(claims, ({ volumeName }) => volumeName);
  return {
    claims,
    volumes,
    in: (namespace) => byNamespace.get(namespace) ?? [],
    askingFor: (volumeName) => byVolume.get(volumeName) ?? [],
  };
}

function grouped(
  claims: readonly ProjectClaim[],
  keyOf: (claim: ProjectClaim) => string,
): ReadonlyMap<string, readonly ProjectClaim[]> {
  const groups = new Map<string, ProjectClaim[]>();
  for (const claim of claims) {
    const group = groups.get(keyOf(claim));
    if (group === undefined) groups.set(keyOf(claim), [claim]);
    else group.push(claim);
  }
  return groups;
}

/** What lies behind a volume: a place of a store, such as a folder of a bucket. */
export interface Backend {
  /** The bucket, file system or server. */
  readonly store: string;
  /** Where in it, ending with a slash; empty for all of it. */
  readonly path: string;
  /** What the store is, for messages. */
  readonly text: string;
}

/** The place behind a volume, undefined for drivers that give every volume a disk of its own. */
export function backendOf({ field }: KubernetesObject): Backend | undefined {
  const spec = field.get('spec');
  const csi = spec?.get('csi');
  const handle = textOf(csi?.get('volumeHandle'));
  const attribute = (name: string): string => textOf(csi?.at('volumeAttributes', name));
  switch (textOf(csi?.get('driver'))) {
    case 's3.csi.aws.com': {
      const path = mountOption(spec, 'prefix');
      return { store: `s3 ${attribute('bucketName')}`, path, text: `bucket ${attribute('bucketName')}${under(path)}` };
    }
    case 'fsx.csi.aws.com':
      return { store: `fsx ${handle}`, path: '', text: `file system ${handle}` };
    case 'efs.csi.aws.com': {
      const [system = '', folder = '', accessPoint = ''] = handle.split(':');
      const path = accessPoint === '' ? slashed(folder) : `${accessPoint}/`;
      return { store: `efs ${system}`, path, text: `file system ${system}${under(path)}` };
    }
    case '':
      break;
    default:
      return { store: `${textOf(csi?.get('driver'))} ${handle}`, path: '', text: `volume ${handle}` };
  }
  const nfs = spec?.get('nfs');
  if (nfs !== undefined) {
    const path = slashed(textOf(nfs.get('path')));
    return {
      store: `nfs ${textOf(nfs.get('server'))}`,
      path,
      text: `${textOf(nfs.get('server'))}:${textOf(nfs.get('path'))}`,
    };
  }
  const hostPath = spec?.get('hostPath') ?? spec?.get('local');
  if (hostPath !== undefined) {
    const path = slashed(textOf(hostPath.get('path')));
    return { store: 'node', path, text: `folder ${textOf(hostPath.get('path'))} of a node` };
  }
  return undefined;
}

/** Whether one of two places lies in the other. */
export function overlap(a: Backend, b: Backend): boolean {
  return a.store === b.store && (a.path.startsWith(b.path) || b.path.startsWith(a.path));
}

/** Options are written `name value` or `name=value`, with or without dashes before them. */
export function mountOption(spec: Field | undefined, name: string): string {
  for (const option of spec?.get('mountOptions')?.items() ?? []) {
    const match = /^-{0,2}([a-z-]+)[ =](.*)$/.exec(textOf(option));
    if (match?.[1] === name) return match[2] as string;
  }
  return '';
}

export function hasMountOption(spec: Field | undefined, name: string): boolean {
  return (spec?.get('mountOptions')?.items() ?? []).some((option) => textOf(option).replace(/^-{1,2}/, '') === name);
}

function textOf(field: Field | undefined): string {
  return typeof field?.value === 'string' ? field.value : '';
}

function under(path: string): string {
  return path === '' ? '' : ` under ${path}`;
}

function slashed(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}
