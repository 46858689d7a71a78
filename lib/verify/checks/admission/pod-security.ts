import { ENFORCED } from '../../../model/kubernetes/pod-security-labels';
import { minorOf } from '../../pod-security/pod-security';
import { oldestMinor } from '../../pod-security/oldest-minor';
import type { Check } from '../check';
import { withContext, withMore } from '../container-change';
import { addedContainer, debugProbe, firstContainer, inEitherList, podProbes, type PodChange } from '../pod-probe';
import { eachProject } from '../probe';
import { writtenPolicy } from './parts/written-policy';

/** No container is privileged that may not gain privileges: the API server refuses it (kubernetes/kubernetes, pkg/apis/core/validation). */
const privileged = withContext({ privileged: true, allowPrivilegeEscalation: true });

/** What containers may set beside, control by control (https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted). */
const OTHERWISE = [
  ['a container that may run as root', { runAsNonRoot: false }],
  ['a container that runs as root', { runAsUser: 0 }],
  ['a container without seccomp', { seccompProfile: { type: 'Unconfined' } }],
  ['a container without AppArmor', { appArmorProfile: { type: 'Unconfined' } }],
  ['a container with a user of SELinux', { seLinuxOptions: { user: 'system_u' } }],
  ['a container that sees all of /proc', { procMount: 'Unmasked' }],
] as const;

const CHANGES: readonly PodChange[] = [
  { meaning: 'a privileged container', rule: 'pod-security', change: firstContainer(privileged) },
  {
    meaning: 'a privileged init container',
    rule: 'pod-security',
    change: addedContainer('initContainers', privileged),
  },
  {
    meaning: 'a pod with the processes of its node',
    rule: 'pod-security',
    change: (spec) => ({ ...spec, hostPID: true }),
  },
  {
    meaning: 'a pod on the network of its node',
    rule: 'pod-security',
    change: (spec) => ({ ...spec, hostNetwork: true }),
  },
  ...inEitherList({
    meaning: 'a container that may gain privileges',
    rule: 'pod-security',
    change: withContext({ allowPrivilegeEscalation: true }),
  }),
  ...inEitherList({
    meaning: 'a container with a capability',
    rule: 'pod-security',
    change: withContext({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }),
  }),
  ...OTHERWISE.map(([meaning, context]) => ({
    meaning,
    rule: 'pod-security' as const,
    change: firstContainer(withContext(context)),
  })),
  {
    meaning: 'a pod with the memory of its node',
    rule: 'pod-security',
    change: (spec) => ({ ...spec, hostIPC: true }),
  },
  {
    meaning: 'a pod with settings of the kernel of its node',
    rule: 'pod-security',
    change: (spec) => ({
      ...spec,
      securityContext: { ...(spec['securityContext'] as object), sysctls: [{ name: 'kernel.msgmax', value: '65536' }] },
    }),
  },
  {
    meaning: 'a container on a port of its node',
    rule: 'pod-security',
    change: firstContainer(withMore('ports', { containerPort: 8080, hostPort: 8080 })),
  },
];

export const podSecurity: Check = {
  id: 'admission/pod-security',
  title: 'Admission refuses privileged pods of projects, their debug containers, and whatever makes them',
  why: 'A pod with the privileges of its node is the node, and every project that ever lands there.',
  stops: ['A1', 'A3'],
  control:
    'an admission policy in the namespaces of projects, for pods, controllers and debug containers; without a description Pod Security by labels is enough',
  fix: writtenPolicy('pod-security'),
  *judge(evidence) {
    const { platform } = evidence;
    yield* eachProject(evidence, function* (namespace) {
      // Labels of Pod Security refuse the same; a description asks for both.
      if (platform === undefined && enforcesRestricted(namespace.labels)) return;
      yield* podProbes(evidence, namespace, CHANGES);
      yield debugProbe(evidence, namespace, {
        meaning: 'a privileged debug container',
        rule: 'pod-security',
        change: privileged,
      });
    });
  },
};

function enforcesRestricted(labels: ReadonlyMap<string, string>): boolean {
  const minor = minorOf(labels.get(ENFORCED.version));
  return labels.get(ENFORCED.level) === 'restricted' && minor !== undefined && minor >= oldestMinor(undefined);
}
