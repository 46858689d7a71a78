import { RESTRICTED_VOLUMES } from '../../model/storage/restricted-volumes';
import { itemsIn } from '../input/field';
import { addedCapabilities, addedCapability, badSeccomp, everyProcMount, SET_SECCOMP } from './baseline';
import { contexts, isInUserNamespace, isWindows, type Control } from './violation';

const VOLUMES: ReadonlySet<string> = new Set(RESTRICTED_VOLUMES);

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const volumeTypes: Control = function* ({ spec }) {
  for (const volume of itemsIn(spec, 'volumes')) {
    const source = volume.entries().find(([key]) => key !== 'name');
    if (source === undefined || VOLUMES.has(source[0])) continue;
    yield {
      message: `volume ${String(volume.get('name')?.value)} is a ${source[0]}`,
      at: source[1],
      fix: `make it one of ${RESTRICTED_VOLUMES.join(', ')}`,
    };
  }
};

/** Restricted does not relax it for user namespaces. */
export const procMount: Control = (pod) => everyProcMount(pod);

export const privilegeEscalation: Control = function* (pod, minor) {
  if (minor < 8 || (minor >= 25 && isWindows(pod))) return;
  for (const { name, field } of pod.containers) {
    const at = field.at('securityContext', 'allowPrivilegeEscalation');
    if (at?.value !== false)
      yield {
        message: `container ${name} may gain privileges`,
        at: at ?? field.get('securityContext') ?? field,
        fix: 'set securityContext.allowPrivilegeEscalation: false in the container',
      };
  }
};

export const runAsNonRoot: Control = function* (pod, minor) {
  if (minor >= 35 && isInUserNamespace(pod)) return;
  for (const [who, context] of contexts(pod)) {
    const at = context.get('runAsNonRoot');
    if (at?.value === false) yield { message: `${who} may run as root`, at, fix: 'set runAsNonRoot: true' };
  }
  const podSet = pod.spec.at('securityContext', 'runAsNonRoot')?.value === true;
  for (const { name, field } of pod.containers) {
    if (!podSet && field.at('securityContext', 'runAsNonRoot') === undefined)
      yield {
        message: `container ${name} may run as root: runAsNonRoot is not set`,
        at: field,
        fix: 'set securityContext.runAsNonRoot: true in the pod',
      };
  }
};

export const runAsUser: Control = function* (pod, minor) {
  if (minor < 23) return;
  if (minor >= 35 && isInUserNamespace(pod)) return;
  for (const [who, context] of contexts(pod)) {
    const at = context.get('runAsUser');
    if (at?.value === 0) yield { message: `${who} runs as root`, at, fix: 'set runAsUser to the id of another user' };
  }
};

export const requiredSeccomp: Control = function* (pod, minor) {
  if (minor >= 25 && isWindows(pod)) return;
  yield* badSeccomp(pod);
  const podSet = pod.spec.at('securityContext', 'seccompProfile') !== undefined;
  for (const { name, field } of pod.containers) {
    if (!podSet && field.at('securityContext', 'seccompProfile') === undefined)
      yield { message: `container ${name} has no seccomp profile`, at: field, fix: `${SET_SECCOMP} in the pod` };
  }
};

export const capabilities: Control = function* (pod, minor) {
  if (minor < 22) {
    yield* addedCapabilities(pod, minor);
    return;
  }
  if (minor >= 25 && isWindows(pod)) return;
  for (const { name, field } of pod.containers) {
    const list = field.at('securityContext', 'capabilities');
    const dropped = itemsIn(list, 'drop');
    if (!dropped.some(({ value }) => value === 'ALL'))
      yield {
        message: `container ${name} does not drop ALL capabilities`,
        at: list ?? field,
        fix: 'set securityContext.capabilities.drop: [ALL] in the container',
      };
    for (const at of itemsIn(list, 'add')) {
      if (at.value !== 'NET_BIND_SERVICE') yield addedCapability(name, at);
    }
  }
};
