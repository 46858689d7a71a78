import { isDeviceVariable } from '../../model/device-access';
import type { Fault } from '../../model/fault';
import { shown } from '../../model/fault';
import type { EnvVar } from '../api';
import { auditEnvironment } from './audit';
import { fabricEnvironment } from './fabric';
import type { JobContext } from './job-context';
import { launcherOf } from './launchers';
import { rankGuardEnvironment } from './rank-guard';
import { helperEnvironment } from './runtime-files';
import { writableEnvironment } from './volumes';

export const literal = (name: string, value: string): EnvVar => ({ name, value });
export const fromField = (name: string, fieldPath: string): EnvVar => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

const SECRET_WORD = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)(_|$)/i;

/** Names of files and folders that hold secrets, which is how it should be. */
const POINTER = /_(FILE|PATH|DIR)$/i;

/** Variables of every rank, ours first. Names are unique: Kubernetes would let the last one win. */
export function environment(context: JobContext): EnvVar[] {
  const own = [
    ...launcherOf(context).environment(context),
    ...fabricEnvironment(context),
    ...rankGuardEnvironment(context),
    ...auditEnvironment(context),
    ...writableEnvironment(),
    ...helperEnvironment(context),
  ];
  return [...own, ...Object.entries(context.props.env ?? {}).map(([name, value]) => literal(name, value))];
}

/** Variables that a job may not set because the library sets them, found once the context is known. */
export function overriddenFaults(context: JobContext): Fault[] {
  const { env = {}, ...props } = context.props;
  const own = new Set(environment({ ...context, props }).map(({ name }) => name));
  return Object.keys(env)
    .filter((name) => own.has(name))
    .map((name) => ({
      path: `env.${name}`,
      given: shown(env[name]),
      allowed: 'a variable that the library does not set',
      fix: 'leave it out; rendezvous, fabric and paths follow from the description',
    }));
}

export function environmentFaults(env: Readonly<Record<string, string>>): Fault[] {
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
    if (SECRET_WORD.test(name) && !POINTER.test(name)) {
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
