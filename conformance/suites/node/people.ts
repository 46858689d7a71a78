import { EngineFault } from '../../engine-fault';
import type { KubeObject } from '../../rig/kubectl';
import type { Question } from '../question';
import type { Setting } from './setting';

/** Shells, by the real kubelet: in the own project where the description allows it, nowhere else. */
export function peopleQuestions({ cluster: { kubectl }, platform: { projects } }: Setting): Question[] {
  const [alpha, beta] = projects;
  if (alpha === undefined || beta === undefined) throw new Error('the platform has two projects');
  const debuggers = beta.unsafe.debuggers?.groups ?? [];
  const shell = async (
    user: string,
    groups: readonly string[],
    namespace: string,
  ): ReturnType<typeof kubectl.answer> => {
    const [pod] = await kubectl.list('pods', namespace);
    const command = ['exec', `--namespace=${namespace}`, nameOf(pod), '--', 'python3', '-c', 'print("a shell")'];
    return kubectl.as(user, ...groups).answer(command);
  };
  const refused = (who: string, user: string, groups: readonly string[], namespace: string): Question => ({
    title: `${who} opens no shell in a rank of ${namespace}`,
    row: 'exec',
    ask: async () => {
      const [pod] = await kubectl.list('pods', namespace);
      // The shell itself is asked for: kubectl would look the pod up first, and be refused that already.
      const path = `/api/v1/namespaces/${namespace}/pods/${nameOf(pod)}/exec?command=true&stdout=true`;
      const { code, stderr } = await kubectl.as(user, ...groups).answer(['create', `--raw=${path}`, '--filename=-']);
      if (code !== 0 && /cannot create resource "pods\/exec"/.test(stderr)) return stderr.trim();
      throw new EngineFault(code === 0 ? 'the server took it' : `refused for another reason: ${stderr.trim()}`);
    },
  });
  return [
    {
      title: "beta's debugger opens a shell in a rank of beta, and the command runs there",
      row: 'exec',
      ask: async () => {
        const { code, stdout, stderr } = await shell('debugger@example.com', debuggers, beta.namespace);
        if (code === 0 && stdout.trim() === 'a shell') return stdout.trim();
        throw new EngineFault(stderr.trim());
      },
    },
    refused("beta's debugger", 'debugger@example.com', debuggers, alpha.namespace),
    refused("alpha's engineer", 'engineer@example.com', alpha.groups.engineer, beta.namespace),
    refused("alpha's engineer", 'engineer@example.com', alpha.groups.engineer, alpha.namespace),
  ];
}

const nameOf = (pod: KubeObject | undefined): string => pod?.metadata.name ?? '';
