import { itemsIn, type Field } from '../input/field';
import { ownValue } from '../record';
import { contexts, isInUserNamespace, isText, type Control, type Violation } from './violation';

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
const CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);
const SELINUX_TYPES = new Set(['container_t', 'container_init_t', 'container_kvm_t']);

/** Safe sysctls, by the minor version that added them. */
const SYSCTLS: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
  'net.ipv4.tcp_slow_start_after_idle': 37,
  'net.ipv4.tcp_notsent_lowat': 37,
};

export const hostNamespaces: Control = function* ({ spec }) {
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const at = spec.get(key);
    if (at?.value === true)
      yield { message: `${key} shares a namespace of the node`, at, fix: `remove ${key} from the pod` };
  }
};

export const privileged: Control = function* ({ containers }) {
  for (const { name, field } of containers) {
    const at = field.at('securityContext', 'privileged');
    if (at?.value === true)
      yield { message: `container ${name} is privileged`, at, fix: 'remove privileged from its securityContext' };
  }
};

export const addedCapabilities: Control = function* ({ containers }) {
  for (const { name, field } of containers) {
    for (const at of itemsIn(field, 'securityContext', 'capabilities', 'add')) {
      if (!CAPABILITIES.has(String(at.value))) yield addedCapability(name, at);
    }
  }
};

export function addedCapability(container: string, at: Field): Violation {
  const name = String(at.value);
  return { message: `container ${container} adds ${name}`, at, fix: `remove ${name} from capabilities.add` };
}

export const hostPaths: Control = function* ({ spec }) {
  for (const volume of itemsIn(spec, 'volumes')) {
    const at = volume.get('hostPath');
    if (at !== undefined)
      yield {
        message: `volume ${nameOf(volume)} is a folder of the node`,
        at,
        fix: 'mount a claim or an emptyDir instead',
      };
  }
};

export const hostPorts: Control = function* ({ containers }) {
  for (const { name, field } of containers) {
    for (const port of itemsIn(field, 'ports')) {
      const at = port.get('hostPort');
      if (at !== undefined && at.value !== 0)
        yield {
          message: `container ${name} takes a port of the node`,
          at,
          fix: 'remove hostPort, and reach the pod by a Service',
        };
    }
  }
};

export const probeHosts: Control = function* ({ containers }, minor) {
  if (minor < 34) return;
  const handlers = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle/postStart', 'lifecycle/preStop'];
  for (const { name, field } of containers) {
    for (const way of handlers) {
      for (const action of ['httpGet', 'tcpSocket']) {
        const at = field.at(...way.split('/'), action, 'host');
        if (isText(at?.value))
          yield {
            message: `container ${name} has the kubelet call ${at?.value as string}`,
            at: at as Field,
            fix: 'remove host: without it the kubelet calls the pod',
          };
      }
    }
  }
};

export const appArmor: Control = function* (pod) {
  for (const [who, context] of contexts(pod)) {
    const at = context.at('appArmorProfile', 'type');
    if (at !== undefined && at.value !== 'RuntimeDefault' && at.value !== 'Localhost')
      yield {
        message: `${who} sets the AppArmor profile ${String(at.value)}`,
        at,
        fix: 'set type: RuntimeDefault, or nothing',
      };
  }
  for (const [key, at] of pod.metadata?.get('annotations')?.entries() ?? []) {
    if (!key.startsWith('container.apparmor.security.beta.kubernetes.io/')) continue;
    const value = String(at.value);
    if (value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
      yield { message: `annotation sets the AppArmor profile ${value}`, at, fix: 'set runtime/default, or remove it' };
  }
};

export const seLinux: Control = function* (pod, minor) {
  for (const [who, context] of contexts(pod)) {
    const options = context.get('seLinuxOptions');
    const type = options?.get('type');
    const isEngine = type?.value === 'container_engine_t' && minor >= 31;
    if (isText(type?.value) && !SELINUX_TYPES.has(type?.value as string) && !isEngine)
      yield {
        message: `${who} sets the SELinux type ${type?.value as string}`,
        at: type as Field,
        fix: 'leave the type to the runtime',
      };
    for (const key of ['user', 'role']) {
      const at = options?.get(key);
      if (isText(at?.value))
        yield { message: `${who} sets the SELinux ${key}`, at: at as Field, fix: `remove ${key} from seLinuxOptions` };
    }
  }
};

export const procMount: Control = (pod, minor) => (minor >= 35 && isInUserNamespace(pod) ? [] : everyProcMount(pod));

export function* everyProcMount({ containers }: Parameters<Control>[0]): Generator<Violation> {
  for (const { name, field } of containers) {
    const at = field.at('securityContext', 'procMount');
    if (at !== undefined && at.value !== 'Default')
      yield { message: `container ${name} unmasks /proc`, at, fix: 'remove procMount from its securityContext' };
  }
}

export const SET_SECCOMP = 'set securityContext.seccompProfile.type: RuntimeDefault';

/** Levels share this: whatever is set must be a profile; restricted demands that one is set. */
export function* badSeccomp(pod: Parameters<Control>[0]): Generator<Violation> {
  for (const [who, context] of contexts(pod)) {
    const profile = context.get('seccompProfile');
    const type = profile?.get('type')?.value;
    if (profile !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost')
      yield { message: `${who} sets the seccomp profile ${String(type)}`, at: profile, fix: SET_SECCOMP };
  }
}

export const seccomp: Control = (pod) => badSeccomp(pod);

export const sysctls: Control = function* ({ spec }, minor) {
  for (const item of itemsIn(spec, 'securityContext', 'sysctls')) {
    const name = nameOf(item);
    const since = ownValue(SYSCTLS, name) ?? Infinity;
    if (minor < since)
      yield {
        message: `the pod sets sysctl ${name}`,
        at: item,
        fix: 'remove it from securityContext.sysctls of the pod',
      };
  }
};

export const windowsHostProcess: Control = function* (pod) {
  for (const [who, context] of contexts(pod)) {
    const at = context.at('windowsOptions', 'hostProcess');
    if (at?.value === true)
      yield { message: `${who} is a process of the host`, at, fix: 'remove windowsOptions.hostProcess' };
  }
};

function nameOf(item: Field): string {
  const name = item.get('name')?.value;
  return typeof name === 'string' ? name : '';
}
