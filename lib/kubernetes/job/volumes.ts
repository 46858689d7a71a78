import { gibibytes } from '../../model/kubernetes/quantity';
import type { EnvVar, Volume, VolumeMount } from '../api';
import { TMP_GIB, type JobContext } from './job-context';
import { HELPERS_PATH } from './runtime-files';
import { nameOf } from '../named';
import type { Mount } from './training-job-props';

export const DATA_PATH = '/data';
export const CHECKPOINT_PATH = '/checkpoints';
export const CONFIG_PATH = '/config';
export const SCRATCH_PATH = '/scratch';
export const TMP_PATH = '/tmp';
export const SHARED_MEMORY_PATH = '/dev/shm';
export const SECRETS_PATH = '/var/run/secrets/training';

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
    ...(data === undefined ? [] : [claim('data', data.name, props.dataPath ?? DATA_PATH, true)]),
    ...(checkpoints === undefined
      ? []
      : [claim('checkpoints', checkpoints.name, props.checkpointPath ?? CHECKPOINT_PATH, false)]),
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
    empty('tmp', TMP_PATH, gibibytes(TMP_GIB)),
    // Container runtimes give 64 MiB, and DataLoader workers die of a bus error.
    empty('shm', SHARED_MEMORY_PATH, gibibytes(sharedMemoryGiB), 'Memory'),
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
  const mountPath = mountPathOf(mount);
  if ('secret' in mount) {
    return {
      volume: { name, secret: { secretName: nameOf(mount.secret), defaultMode: SECRET_MODE } },
      mount: { name, mountPath, readOnly: true },
    };
  }
  if ('configMap' in mount) return configMap(name, nameOf(mount.configMap), mountPath);
  return claim(name, nameOf(mount.claim), mountPath, mount.readOnly ?? true);
}

export function mountPathOf(mount: Mount): string {
  return 'secret' in mount ? (mount.path ?? `${SECRETS_PATH}/${nameOf(mount.secret)}`) : mount.path;
}

/** Homes and caches on the scratch volume. A user id without an entry in passwd needs USER for `getpass.getuser()`. */
export function writableEnvironment(): EnvVar[] {
  return [
    { name: 'HOME', value: SCRATCH_PATH },
    { name: 'USER', value: 'trainer' },
    { name: 'TMPDIR', value: TMP_PATH },
    { name: 'XDG_CACHE_HOME', value: `${SCRATCH_PATH}/.cache` },
    { name: 'HF_HOME', value: `${SCRATCH_PATH}/huggingface` },
    { name: 'TORCHINDUCTOR_CACHE_DIR', value: `${SCRATCH_PATH}/inductor` },
    { name: 'TRITON_CACHE_DIR', value: `${SCRATCH_PATH}/triton` },
    { name: 'NUMBA_CACHE_DIR', value: `${SCRATCH_PATH}/numba` },
    { name: 'MPLCONFIGDIR', value: `${SCRATCH_PATH}/matplotlib` },
  ];
}
