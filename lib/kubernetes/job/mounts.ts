import { posix } from 'node:path';
import type { Project } from '../../model';
import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import { objectNameFaults } from '../../model/names';
import { numbered } from '../../model/fault/numbered';
import type { Draft } from '../../model/fault/shape';
import { nameOf } from '../named';
import { HELPERS_PATH } from './runtime-files';
import type { Mount, TrainingJobProps } from './training-job-props';
import { isMount } from './training-job-shape';
import { CHECKPOINT_PATH, CONFIG_PATH, DATA_PATH, mountPathOf, SCRATCH_PATH, SECRETS_PATH } from './volumes';

const OWN_PATHS = [SCRATCH_PATH, '/tmp', '/dev/shm', HELPERS_PATH, CONFIG_PATH];

/** Folders of the image or of the runtime, with everything below. */
const SYSTEM_FOLDERS = 'bin boot dev etc lib lib32 lib64 libx32 proc root run sbin sys usr'
  .split(' ')
  .map((name) => `/${name}`);
/** Folders that something is mounted into. */
const PARENT_FOLDERS = ['/', '/opt', '/var', '/var/run', '/var/run/secrets'];

/** What is wrong with the place of a mount, whoever asks for it. */
export function placeFaults(path: string, field: string): Fault[] {
  const fault = (allowed: string, fix: string): Fault[] => [{ path: field, given: shown(path), allowed, fix }];
  if (!path.startsWith('/') || path.includes(':') || posix.resolve(path) !== path)
    return fault(
      'an absolute path without "..", ".", empty parts and ":"',
      `for example ${shown(posix.resolve('/', path).replaceAll(':', '-'))}`,
    );
  const isSystem =
    PARENT_FOLDERS.includes(path) ||
    SYSTEM_FOLDERS.some((folder) => isWithin(path, folder)) ||
    (isWithin(path, '/var/run') && !isWithin(path, SECRETS_PATH));
  return isSystem ? fault('a path outside the folders of the system', 'mount it elsewhere, such as below /mnt') : [];
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

type Places = Pick<TrainingJobProps, 'mounts' | 'dataPath' | 'checkpointPath'>;

/** Every fault of what a job mounts, and where. */
export function mountFaults(props: Draft<Places>, project: Project): Fault[] {
  // A mount that lacks something has a fault of its shape already.
  const mounts = numbered(props.mounts, 'mounts').flatMap(([mount, path]) =>
    isMount(mount) ? [[mount, path] as const] : [],
  );
  const paths: (readonly [string, string])[] = [
    ...(project.data === undefined ? [] : [['dataPath', props.dataPath ?? DATA_PATH] as const]),
    ...(project.checkpoints === undefined
      ? []
      : [['checkpointPath', props.checkpointPath ?? CHECKPOINT_PATH] as const]),
    ...mounts.map(([mount, path]) => [`${path}.path`, mountPathOf(mount)] as const),
  ];
  const taken = new Map(OWN_PATHS.map((path) => [path, 'the library']));
  return [
    ...paths.flatMap(([field, path]) => {
      const faults = placeFaults(path, field);
      if (faults.length > 0) return faults;
      const owner = [...taken].find(([other]) => isWithin(path, other) || isWithin(other, path));
      taken.set(path, field);
      if (owner === undefined) return [];
      return [
        {
          path: field,
          given: shown(path),
          allowed: `a path of its own: ${owner[0]} belongs to ${owner[1]}`,
          fix: 'mount it elsewhere, such as below /mnt',
        },
      ];
    }),
    ...mounts.flatMap(([mount, path]) => sourceFaults(mount, path, project)),
  ];
}

function sourceFaults(mount: Mount, path: string, project: Project): Fault[] {
  if ('secret' in mount) return objectNameFaults(nameOf(mount.secret), `${path}.secret`, 'the name of a Secret');
  if ('configMap' in mount)
    return objectNameFaults(nameOf(mount.configMap), `${path}.configMap`, 'the name of a ConfigMap');
  const claim = nameOf(mount.claim);
  return [
    ...objectNameFaults(claim, `${path}.claim`, 'the name of a PersistentVolumeClaim'),
    ...mountedAlreadyFaults(claim, `${path}.claim`, project),
  ];
}

/** The claims of the description are mounted once, the data read-only: a second mount would be writable, or shadow the first. */
export function mountedAlreadyFaults(claim: string, path: string, { data, checkpoints }: Project): Fault[] {
  const field = claim === data?.name ? 'dataPath' : claim === checkpoints?.name ? 'checkpointPath' : undefined;
  if (field === undefined) return [];
  return [
    {
      path,
      given: shown(claim),
      allowed: 'a further claim of the project',
      fix: `every job mounts this one: say where with ${field}`,
    },
  ];
}
