import { alsoBy, casesOf } from '../case';
import { container, cronJob, debugContainer, deployment, job, pod, DIGEST } from '../objects';
import { engineer, jobController, platformAdmin } from '../people';
import { create, remove, update } from '../request';

const { allowed, refused } = casesOf('pod-security', jobController);
const inContainer = (securityContext: object) => ({ spec: { containers: { 0: { securityContext } } } });
const inPod = (securityContext: object) => ({ spec: { securityContext } });
const privileged = { securityContext: { privileged: true, allowPrivilegeEscalation: true } };

/** What the API server refuses in a pod for Windows. */
const NOT_ON_WINDOWS = {
  allowPrivilegeEscalation: null,
  capabilities: null,
  fsGroup: null,
  fsGroupChangePolicy: null,
  privileged: null,
  readOnlyRootFilesystem: null,
  runAsGroup: null,
  runAsUser: null,
  seccompProfile: null,
  supplementalGroupsPolicy: null,
};

/** Beside these, the fixtures of Kubernetes' own Pod Security admission are thrown at the rule. */
export const podSecurity = [
  allowed('the pod of a Job of the library', create(pod())),
  allowed(
    'a pod whose profile and user are said by each container',
    create(
      pod({
        spec: {
          securityContext: { runAsNonRoot: null, seccompProfile: null },
          containers: { 0: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } } },
        },
      }),
    ),
  ),
  refused(
    'a privileged container',
    create(pod(inContainer({ privileged: true, allowPrivilegeEscalation: true }))),
    jobController,
    'privileged',
  ),
  refused('a privileged init container', create(pod({ spec: { initContainers: [container('init', privileged)] } }))),
  refused(
    'a privileged sidecar',
    create(pod({ spec: { initContainers: [container('side', { ...privileged, restartPolicy: 'Always' })] } })),
  ),
  refused(
    'a privileged debug container',
    update(pod(), { spec: { ephemeralContainers: [debugContainer(privileged)] } }, 'ephemeralcontainers'),
    platformAdmin,
  ),
  allowed(
    'a restricted debug container',
    update(pod(), { spec: { ephemeralContainers: [debugContainer()] } }, 'ephemeralcontainers'),
    platformAdmin,
  ),
  refused('the network of the host', create(pod({ spec: { hostNetwork: true } }))),
  refused('the processes of the host', create(pod({ spec: { hostPID: true } }))),
  refused('the memory of the host', create(pod({ spec: { hostIPC: true } }))),
  refused(
    'a port of the host',
    create(pod({ spec: { containers: { 0: { ports: [{ containerPort: 80, hostPort: 80 }] } } } })),
  ),
  // It needs the network of the host, and the first fault is all that Kyverno says.
  alsoBy(
    refused(
      'a process of the host on Windows',
      create(
        pod({
          spec: {
            os: { name: 'windows' },
            hostNetwork: true,
            securityContext: { ...NOT_ON_WINDOWS, windowsOptions: { hostProcess: true } },
            containers: { 0: { securityContext: NOT_ON_WINDOWS } },
          },
        }),
      ),
      jobController,
    ),
    'read-only-root',
  ),
  refused(
    'a capability beyond binding low ports',
    create(pod(inContainer({ capabilities: { drop: ['ALL'], add: ['SYS_PTRACE'] } }))),
  ),
  refused('capabilities that are not all dropped', create(pod(inContainer({ capabilities: null })))),
  refused('escalation of privileges', create(pod(inContainer({ allowPrivilegeEscalation: true })))),
  refused('escalation that is not ruled out', create(pod(inContainer({ allowPrivilegeEscalation: null })))),
  refused('a pod that may run as root', create(pod(inPod({ runAsNonRoot: null })))),
  refused('a container that may run as root', create(pod(inContainer({ runAsNonRoot: false })))),
  refused('user 0', create(pod(inPod({ runAsUser: 0 })))),
  refused('no seccomp profile', create(pod(inPod({ seccompProfile: null })))),
  refused(
    'an unconfined seccomp profile in one container',
    create(pod(inContainer({ seccompProfile: { type: 'Unconfined' } }))),
  ),
  refused('an unconfined AppArmor profile', create(pod(inPod({ appArmorProfile: { type: 'Unconfined' } })))),
  refused('a role of SELinux', create(pod(inPod({ seLinuxOptions: { role: 'sysadm_r' } })))),
  refused(
    'an unmasked /proc',
    create(pod({ spec: { hostUsers: false, ...inContainer({ procMount: 'Unmasked' }).spec } })),
  ),
  refused('an unsafe sysctl', create(pod(inPod({ sysctls: [{ name: 'kernel.msgmax', value: '65536' }] })))),
  alsoBy(
    refused(
      'a folder of the host',
      create(
        pod({
          spec: { volumes: [{ name: 'host', hostPath: { path: '/' } }], containers: { 0: { volumeMounts: [] } } },
        }),
      ),
    ),
    'own-volumes',
  ),
  refused(
    'a probe of another host',
    create(pod({ spec: { containers: { 0: { livenessProbe: { httpGet: { host: '10.0.0.1', port: 80 } } } } } })),
  ),
  refused('a privileged Job', create(job(inContainer({ privileged: true, allowPrivilegeEscalation: true }))), engineer),
  refused(
    'a privileged CronJob',
    create(cronJob(inContainer({ privileged: true, allowPrivilegeEscalation: true }))),
    engineer,
  ),
  refused(
    'a privileged Deployment',
    create(deployment(inContainer({ privileged: true, allowPrivilegeEscalation: true }))),
    engineer,
  ),
  allowed(
    'a label on an old privileged pod',
    update(pod(inContainer({ privileged: true, allowPrivilegeEscalation: true })), {
      metadata: { labels: { touched: 'yes' } },
    }),
  ),
  allowed(
    'the deletion of an old privileged pod',
    remove(pod(inContainer({ privileged: true, allowPrivilegeEscalation: true }))),
    engineer,
  ),
  allowed(
    'the deletion of an old privileged Job',
    remove(job(inContainer({ privileged: true, allowPrivilegeEscalation: true }))),
    engineer,
  ),
  refused(
    'another image for an old privileged pod',
    update(pod(inContainer({ privileged: true, allowPrivilegeEscalation: true })), {
      spec: { containers: { 0: { image: `registry.example.com/alpha/other@${DIGEST}` } } },
    }),
  ),
];
