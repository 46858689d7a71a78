import { isDeviceVariable } from '../../model/nodes/device-access';
import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import type { EnvVar } from '../api';
import { auditEnvironment } from './audit';
import { fabricEnvironment } from './fabric';
import type { JobContext } from './job-context';
import { launcherOf } from './launchers';
import { rankGuardEnvironment } from './rank-guard';
import { HELPERS_PATH } from './runtime-files';
import { writableEnvironment } from './volumes';

const literal = (name: string, value: string): EnvVar => ({ name, value });

const SECRET_WORD = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)(_|$)/i;

/** Names of files and folders that hold secrets, which is how it should be. */
const POINTER = /_(FILE|PATH|DIR)$/i;

/** Tokens of a vocabulary, and numbers of them. */
const TEXT_TOKEN =
  /(^|_)(BOS|CLS|EOS|IMAGE|MASK|MAX|MIN|NEW|NUM|PAD|PER|SEP|SPECIAL|STOP|UNK)_TOKEN(_ID)?$|^TOKENS?_PER_/i;

/** What the library and its helpers rely on: another value would part a rank from its peers or its record. */
const fixedEnvironment = (context: JobContext): EnvVar[] => [
  ...launcherOf(context).environment(context),
  ...rankGuardEnvironment(context),
  ...auditEnvironment(context),
];

/** What is right for most images and networks. */
const defaultEnvironment = (context: JobContext): EnvVar[] => [...fabricEnvironment(context), ...writableEnvironment()];

/** Variables of every rank, ours first. Names are unique: Kubernetes would let the last one win. */
export function environment(context: JobContext): EnvVar[] {
  const { [MODULE_PATH]: modules, ...given } = context.props.env ?? {};
  return [
    ...fixedEnvironment(context),
    ...defaultEnvironment(context).filter(({ name }) => given[name] === undefined),
    ...modulePath(context, modules),
    ...Object.entries(given).map(([name, value]) => literal(name, value)),
  ];
}

const MODULE_PATH = 'PYTHONPATH';

/** The helpers, and then what the job adds: it may have modules of its own, but not another guard. */
function modulePath({ props }: JobContext, given: string | undefined): EnvVar[] {
  const path = [...(props.helpers === 'baked' ? [] : [HELPERS_PATH]), ...(given === undefined ? [] : [given])];
  return path.length === 0 ? [] : [literal(MODULE_PATH, path.join(':'))];
}

/** Variables that a job may not set because the library sets them, found once the context is known. */
export function overriddenFaults(context: JobContext): Fault[] {
  const { env = {} } = context.props;
  return fixedEnvironment(context)
    .filter(({ name }) => env[name] !== undefined)
    .map(({ name }) => ({
      path: `env.${name}`,
      given: shown(env[name]),
      allowed: 'a variable that the library does not rely on',
      fix: 'leave it out; rendezvous, guard and audit follow from the description',
    }));
}

export function environmentFaults(env: Readonly<Record<string, string | undefined>>): Fault[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const path = `env.${name}`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      return [
        {
          path,
          given: shown(name),
          allowed: 'letters, digits and underscores, not starting with a digit',
          fix: 'rename it',
        },
      ];
    }
    if (isDeviceVariable(name)) {
      return [
        {
          path,
          given: shown(value),
          allowed: 'GPUs through gpusPerNode only',
          fix: 'leave it out: the device plugin hands out devices',
        },
      ];
    }
    if (SECRET_WORD.test(name) && !POINTER.test(name) && !TEXT_TOKEN.test(name)) {
      return [
        {
          path,
          given: 'a value that is not shown',
          allowed: 'no secret in a variable: every process of the pod and every dump shows it',
          fix: 'mount it: mounts: [{ secret: "..." }], and point the program at the file',
        },
      ];
    }
    return [];
  });
}
