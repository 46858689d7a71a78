import { EngineFault } from '../../engine-fault';
import type { Kubectl } from '../../rig/kubectl';
import { until } from '../../rig/until';
import { projectNamed } from '../example';
import type { Question } from '../question';
import { subjectOf } from './subjects';

/** Real commands in running pods, by impersonation: refused in another project, allowed where the description allows it. */
export function execQuestions(kubectl: Kubectl): Question[] {
  const { abroad, home, ...debuggers } = subjectOf('debugger');
  const stranger = subjectOf('engineer');
  return [
    {
      title: "beta's debugger opens a shell in beta's training pod: allowed, since the description gives a reason",
      row: 'exec',
      ask: async () => {
        const pod = await runningPod(kubectl, home);
        await kubectl.as(debuggers.user, ...debuggers.groups).must(exec(home, pod));
        return `exit code 0 in ${home}/${pod}`;
      },
    },
    {
      title: "the same person opens a shell in alpha's training pod: refused",
      row: 'exec',
      ask: () => refusal(kubectl, debuggers.user, debuggers.groups, abroad),
    },
    {
      title: "alpha's engineer opens a shell in beta's training pod: refused",
      row: 'exec',
      ask: () => refusal(kubectl, stranger.user, stranger.groups, stranger.abroad),
    },
    {
      title: "alpha's engineer opens a shell in alpha's own training pod: refused, since alpha has no debuggers",
      row: 'exec',
      ask: () => refusal(kubectl, stranger.user, stranger.groups, stranger.home),
    },
    {
      title: "the administrator's exec into alpha's pod succeeds: the refusals above are no fault of the pod",
      ask: async () => {
        const { namespace } = projectNamed('alpha');
        await kubectl.must(exec(namespace, await runningPod(kubectl, namespace)));
      },
    },
  ];
}

const exec = (namespace: string, pod: string): string[] => ['exec', `--namespace=${namespace}`, pod, '--', 'true'];

/** Asks for the shell itself: kubectl would look the pod up first, and be refused that already. */
async function refusal(kubectl: Kubectl, user: string, groups: readonly string[], namespace: string): Promise<string> {
  const pod = await runningPod(kubectl, namespace);
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec?command=true&stdout=true`;
  const { code, stderr } = await kubectl.as(user, ...groups).answer(['create', `--raw=${path}`, '--filename=-']);
  if (code !== 0 && /cannot create resource "pods\/exec"/.test(stderr)) return stderr.trim();
  throw new EngineFault(code === 0 ? 'the server took it' : `refused for another reason: ${stderr.trim()}`);
}

async function runningPod(kubectl: Kubectl, namespace: string): Promise<string> {
  let name = '';
  await until({
    what: `a pod of ${namespace} runs`,
    deadlineSeconds: 60,
    missing: async () => {
      const pods = await kubectl.list('pods', namespace);
      const running = pods.find(({ status }) => (status as { phase?: string } | undefined)?.phase === 'Running');
      name = running?.metadata.name ?? '';
      return running ? undefined : `${pods.length} pods, none is Running`;
    },
  });
  return name;
}
