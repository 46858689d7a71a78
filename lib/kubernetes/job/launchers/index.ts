import type { JobContext } from '../job-context';
import type { Launcher } from '../training-job-props';
import { deepspeed } from './deepspeed';
import { jax } from './jax';
import type { LauncherKind } from './launcher';
import { none } from './none';
import { torchrun } from './torchrun';

const LAUNCHERS: Readonly<Record<Launcher, LauncherKind>> = { torchrun, jax, deepspeed, none };

export function launcherOf({ props }: JobContext): LauncherKind {
  return LAUNCHERS[props.launcher ?? 'torchrun'];
}
