import { appArmor } from './app-armor';
import { capabilities } from './capabilities';
import type { Control } from './control';
import { hostNamespaces } from './host-namespaces';
import { hostPorts } from './host-ports';
import { hostProbes } from './host-probes';
import { privileged } from './privileged';
import { privilegeEscalation } from './privilege-escalation';
import { procMount } from './proc-mount';
import { runAsNonRoot } from './run-as-non-root';
import { runAsUser } from './run-as-user';
import { seLinux } from './se-linux';
import { seccomp } from './seccomp';
import { sysctls } from './sysctls';
import { volumeTypes } from './volume-types';
import { windowsHostProcess } from './windows-host-process';

/**
 * Every control of level "restricted", those of "baseline" included, as Kubernetes' own admission checks them
 * (https://github.com/kubernetes/pod-security-admission/tree/master/policy, 19 checks, four of which another covers).
 */
export const CONTROLS: readonly Control[] = [
  hostNamespaces,
  privileged,
  windowsHostProcess,
  capabilities,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccomp,
  appArmor,
  seLinux,
  procMount,
  sysctls,
  volumeTypes,
  hostPorts,
  hostProbes,
];
