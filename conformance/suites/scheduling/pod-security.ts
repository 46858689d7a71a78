import type { k8s } from '../../../lib/kubernetes';
import { EngineFault } from '../../engine-fault';
import type { Kubectl } from '../../rig/kubectl';
import { exampleJob, projectNamed, renamed } from '../example';
import type { Question } from '../question';
import { eventOf } from './placement';
import { acceptedQuestion, refusalIn, refusedQuestion } from './refused';
import { trainer, trainingPod } from './training-pod';

/** A namespace that differs from alpha's in nothing but the labels. */
export const unlabelled = 'without-labels';

/** What Pod Security refuses by the labels of the namespace alone: each pod is accepted where the labels are missing. */
export function podSecurityQuestions(kubectl: Kubectl): Question[] {
  const { namespace } = projectNamed('alpha');
  return [
    ...escapes.flatMap(({ what, edit, row }) => {
      const pod = trainingPod('alpha', 'attempt', edit);
      return [
        refusedQuestion(kubectl, {
          title: `a training pod ${what} is refused by the namespace's label`,
          object: pod,
          by: /violates PodSecurity "restricted:v1\.\d+"/,
          ...(row && { row: 'privileged' as const }),
        }),
        acceptedQuestion(kubectl, `without the label it would run: a pod ${what}`, {
          ...pod,
          metadata: { ...pod.metadata, namespace: unlabelled },
        }),
      ];
    }),
    {
      title: 'a Job whose pods are privileged is stored, and gets no pod',
      row: 'privileged',
      ask: async () => {
        const job = renamed(exampleJob('alpha'), 'privileged');
        if (job.spec.template.spec) privileged(job.spec.template.spec);
        await kubectl.mustApply([job]);
        const words = await eventOf(kubectl, namespace, 'FailedCreate', /violates PodSecurity/);
        await kubectl.must(['delete', 'job', 'privileged', `--namespace=${namespace}`]);
        return words;
      },
    },
    {
      title: 'a debug container with the rights of an administrator is refused in a running training pod',
      row: 'privileged',
      ask: async () => {
        const [pod] = await kubectl.list('pods', namespace);
        const debug = ['debug', pod?.metadata.name ?? '', `--namespace=${namespace}`, '--image=shell'];
        const { code, stderr } = await kubectl.answer([...debug, '--profile=sysadmin', '--attach=false']);
        if (code !== 0 && /violates PodSecurity/.test(stderr)) return refusalIn(stderr);
        throw new EngineFault(code === 0 ? 'accepted' : `refused for another reason: ${stderr.trim()}`);
      },
    },
  ];
}

interface Escape {
  /** Reads on from "a training pod". */
  readonly what: string;
  readonly edit: (spec: k8s.PodSpec) => void;
  /** Whether it is evidence for the guide's row on privileged pods. */
  readonly row?: true;
}

const escapes: readonly Escape[] = [
  { what: 'with privileged: true', edit: privileged, row: true },
  {
    what: 'with a privileged init container',
    row: true,
    edit: (spec) => {
      const init = structuredClone(trainer(spec));
      spec.initContainers = [{ ...init, name: 'init', securityContext: { privileged: true } }];
    },
  },
  { what: 'that may gain privileges', edit: secured({ allowPrivilegeEscalation: true }) },
  { what: 'that adds SYS_ADMIN', edit: secured({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }) },
  { what: 'that keeps the default capabilities', edit: secured({ capabilities: {} }) },
  { what: 'that runs as root', edit: secured({ runAsUser: 0 }) },
  { what: 'that may run as root', edit: secured({ runAsNonRoot: false }) },
  { what: 'without a system call filter', edit: secured({ seccompProfile: { type: 'Unconfined' } }) },
  { what: "on the host's network", edit: (spec) => (spec.hostNetwork = true) },
  { what: "in the host's process namespace", edit: (spec) => (spec.hostPID = true) },
  { what: "in the host's IPC namespace", edit: (spec) => (spec.hostIPC = true) },
  {
    what: 'that mounts a path of the host',
    edit: (spec) => spec.volumes?.push({ name: 'host', hostPath: { path: '/' } }),
  },
  { what: 'on a port of the host', edit: (spec) => (trainer(spec).ports = [{ containerPort: 80, hostPort: 8080 }]) },
  {
    what: 'with an unsafe sysctl',
    edit: (spec) =>
      (spec.securityContext = { ...spec.securityContext, sysctls: [{ name: 'kernel.msgmax', value: '1' }] }),
  },
];

function privileged(spec: k8s.PodSpec): void {
  secured({ privileged: true, allowPrivilegeEscalation: true })(spec);
}

function secured(change: k8s.SecurityContext): (spec: k8s.PodSpec) => void {
  return (spec) => {
    const container = trainer(spec);
    container.securityContext = { ...container.securityContext, ...change };
  };
}
