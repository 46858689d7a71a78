import { gibibytes } from '../../model/quantity';
import type { Fault } from '../../model/fault';
import { shown } from '../../model/fault';
import type { EnvVar, Volume, VolumeMount } from '../api';
import { TMP_GIB, type JobContext } from './job-context';
import { HELPERS_PATH } from './runtime-files';
import { nameOf } from '../named';
import type { Mount, TrainingJobProps } from './training-job-props';

export const CONFIG_PATH = '/config';
const SCRATCH_PATH = '/scratch';
const SECRETS_PATH = '/var/run/secrets/training';

/** Names of the ConfigMaps that the job itself brings. */
export interface JobFiles {
  readonly helpers?: string;
  readonly config?: string;
  /** What lies in the second. */
  readonly contents?: Readonly<Record<string, string>>;
}

interface Mounted {
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

/** The volumes of a rank and where they are mounted, in one list so that neither is without the other. */
export function volumes(context: JobContext, files: JobFiles): { volumes: Volume[]; volumeMounts: VolumeMount[] } {
  const all = [
    ...claims(context),
    ...writable(context),
    ...ownFiles(files),
    ...(context.props.mounts ?? []).map(given),
  ];
  return { volumes: all.map(({ volume }) => volume), volumeMounts: all.map(({ mount }) => mount) };
}

function claims({ project, props }: JobContext): Mounted[] {
  const { data, checkpoints } = project;
  return [
    ...(data === undefined ? [] : [claim('data', data.name, props.dataPath ?? '/data', true)]),
    ...(checkpoints === undefined
      ? []
      : [claim('checkpoints', checkpoints.name, props.checkpointPath ?? '/checkpoints', false)]),
  ];
}

function claim(name: string, claimName: string, mountPath: string, readOnly: boolean): Mounted {
  return {
    volume: { name, persistentVolumeClaim: { claimName, ...(readOnly ? { readOnly } : {}) } },
    mount: { name, mountPath, ...(readOnly ? { readOnly } : {}) },
  };
}

/** The root filesystem is read-only, so everything that a framework writes has a place of its own. */
function writable({ scratchGiB, sharedMemoryGiB }: JobContext): Mounted[] {
  const empty = (name: string, mountPath: string, sizeLimit: string, medium?: 'Memory'): Mounted => ({
    volume: { name, emptyDir: { ...(medium === undefined ? {} : { medium }), sizeLimit } },
    mount: { name, mountPath },
  });
  return [
    empty('scratch', SCRATCH_PATH, gibibytes(scratchGiB)),
    empty('tmp', '/tmp', gibibytes(TMP_GIB)),
    // Container runtimes give 64 MiB, and DataLoader workers die of a bus error.
    empty('shm', '/dev/shm', gibibytes(sharedMemoryGiB), 'Memory'),
  ];
}

function ownFiles({ helpers, config }: JobFiles): Mounted[] {
  return [
    ...(helpers === undefined ? [] : [configMap('helpers', helpers, HELPERS_PATH)]),
    ...(config === undefined ? [] : [configMap('config', config, CONFIG_PATH)]),
  ];
}

function configMap(name: string, from: string, mountPath: string): Mounted {
  return { volume: { name, configMap: { name: from } }, mount: { name, mountPath, readOnly: true } };
}

/** Owner-readable, in decimal: some readers take `0400` for four hundred. With fsGroup the kubelet makes it 0440. */
const SECRET_MODE = 0o400;

function given(mount: Mount, index: number): Mounted {
  const name = `mount-${index}`;
  const mountPath = pathOf(mount);
  if ('secret' in mount) {
    return {
      volume: { name, secret: { secretName: nameOf(mount.secret), defaultMode: SECRET_MODE } },
      mount: { name, mountPath, readOnly: true },
    };
  }
  if ('configMap' in mount) return configMap(name, nameOf(mount.configMap), mountPath);
  return claim(name, nameOf(mount.claim), mountPath, mount.readOnly ?? true);
}

function pathOf(mount: Mount): string {
  return 'secret' in mount ? (mount.path ?? `${SECRETS_PATH}/${nameOf(mount.secret)}`) : mount.path;
}

/** Homes and caches on the scratch volume. A user id without an entry in passwd needs USER for `getpass.getuser()`. */
export function writableEnvironment(): EnvVar[] {
  return [
    { name: 'HOME', value: SCRATCH_PATH },
    { name: 'USER', value: 'trainer' },
    { name: 'TMPDIR', value: '/tmp' },
    { name: 'XDG_CACHE_HOME', value: `${SCRATCH_PATH}/.cache` },
    { name: 'HF_HOME', value: `${SCRATCH_PATH}/huggingface` },
    { name: 'TORCHINDUCTOR_CACHE_DIR', value: `${SCRATCH_PATH}/inductor` },
    { name: 'TRITON_CACHE_DIR', value: `${SCRATCH_PATH}/triton` },
    { name: 'NUMBA_CACHE_DIR', value: `${SCRATCH_PATH}/numba` },
    { name: 'MPLCONFIGDIR', value: `${SCRATCH_PATH}/matplotlib` },
  ];
}

const OWN_PATHS = [SCRATCH_PATH, '/tmp', '/dev/shm', HELPERS_PATH, CONFIG_PATH];
const SYSTEM_PATH =
  /^\/($|bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|usr|var\/run\/secrets\/(kubernetes|eks)\.)/;

export function mountFaults(props: TrainingJobProps): Fault[] {
  const paths: (readonly [string, string | undefined])[] = [
    ['dataPath', props.dataPath ?? '/data'],
    ['checkpointPath', props.checkpointPath ?? '/checkpoints'],
    ...(props.mounts ?? []).map((mount, index) => [`mounts[${index}].path`, pathOf(mount)] as const),
  ];
  const taken = new Map(OWN_PATHS.map((path) => [path, 'the library']));
  return paths.flatMap(([field, path = '']) => {
    const owner = [...taken].find(
      ([other]) => path === other || path.startsWith(`${other}/`) || other.startsWith(`${path}/`),
    );
    const fault = (allowed: string, fix: string): Fault[] => [{ path: field, given: shown(path), allowed, fix }];
    if (!/^\/[^:]*[^/:]$/.test(path) || path.split('/').includes('..'))
      return fault('an absolute path without ".." and ":"', 'correct the path');
    if (SYSTEM_PATH.test(path))
      return fault('a path outside the folders of the system', 'mount it elsewhere, such as below /mnt');
    if (owner !== undefined)
      return fault(`a path of its own: ${owner[0]} belongs to ${owner[1]}`, 'mount it elsewhere, such as below /mnt');
    taken.set(path, field);
    return [];
  });
}
