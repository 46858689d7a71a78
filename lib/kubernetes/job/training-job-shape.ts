import * as v from 'valibot';
import { LONGEST_STOP_SECONDS } from '../../model';
import { optionalWeakening } from '../../model/risk/accepted-risk';
import {
  count,
  flag,
  optionalCount,
  optionalCountOrNone,
  optionalText,
  shape,
  stringMap,
  text,
  textList,
} from '../../model/fault/shape';
import { givenPlatform } from '../../model/platform/given-platform';
import { namedShape } from '../named';
import type { JobWeakenings, Mount, TrainingJobProps } from './training-job-props';

type MountOf<Field extends string> = Extract<Mount, Readonly<Record<Field, unknown>>>;

const mountShapes = {
  secret: shape<MountOf<'secret'>>({ secret: namedShape, path: optionalText }),
  configMap: shape<MountOf<'configMap'>>({ configMap: namedShape, path: text }),
  claim: shape<MountOf<'claim'>>({ claim: namedShape, path: text, readOnly: flag }),
};

type MountField = 'secret' | 'configMap' | 'claim' | 'path' | 'readOnly';

/** Of no kind: its fields are held against those of all, so that a misspelt one is told from what it was meant to be. */
const mountOfNothing = v.pipe(
  shape<{ readonly [field in MountField]: unknown }>({
    secret: v.optional(v.any()),
    configMap: v.optional(v.any()),
    claim: v.optional(v.any()),
    path: optionalText,
    readOnly: flag,
  }),
  v.check(() => false, 'Expected one with secret, configMap or claim'),
);

/** A mount is of the kind whose field it has. */
const mountShape = v.lazy((mount) => {
  const kinds = Object.keys(mountShapes) as (keyof typeof mountShapes)[];
  const kind = kinds.find((field) => typeof mount === 'object' && mount !== null && field in mount);
  return kind === undefined ? mountOfNothing : mountShapes[kind];
});

export const isMount = (value: unknown): value is Mount => v.is(mountShape, value);

const EXIT_CODE = 'Expected an exit code from 1 to 255';
const STOP_SECONDS = `Expected a number of at most ${LONGEST_STOP_SECONDS}`;
const exitCode = v.pipe(v.number(), v.integer(EXIT_CODE), v.minValue(1, EXIT_CODE), v.maxValue(255, EXIT_CODE));

export const jobWeakeningsShape = shape<JobWeakenings>({
  writableRootFilesystem: optionalWeakening,
  mutableImage: optionalWeakening,
  serviceAccountToken: optionalWeakening,
});

export const trainingJobShape = shape<TrainingJobProps>({
  platform: v.optional(givenPlatform),
  project: optionalText,
  name: optionalText,
  image: text,
  imagePullSecrets: v.optional(v.array(namedShape)),
  command: textList,
  args: v.optional(textList),
  workingDir: optionalText,
  nodes: optionalCount,
  gpusPerNode: optionalCount,
  pool: optionalText,
  launcher: v.optional(v.picklist(['torchrun', 'jax', 'deepspeed', 'none'])),
  env: v.optional(stringMap),
  mounts: v.optional(v.array(mountShape)),
  configFiles: v.optional(stringMap),
  dataPath: optionalText,
  checkpointPath: optionalText,
  scratchGiB: optionalCount,
  sharedMemoryGiB: optionalCount,
  hugePages: flag,
  deadlineSeconds: optionalCount,
  keepFinishedSeconds: optionalCountOrNone,
  gracePeriodSeconds: optionalCountOrNone,
  preStop: v.optional(textList),
  retries: optionalCountOrNone,
  fatalExitCodes: v.optional(v.array(exitCode)),
  rankGuard: flag,
  stopAfterLossSeconds: v.optional(v.pipe(count, v.maxValue(LONGEST_STOP_SECONDS, STOP_SECONDS))),
  priority: v.optional(v.picklist(['training', 'interruptible'])),
  helpers: v.optional(v.picklist(['mounted', 'baked'])),
  auditLog: flag,
  annotations: v.optional(stringMap),
  unsafe: v.optional(jobWeakeningsShape),
  transform: v.optional(v.function()),
});
