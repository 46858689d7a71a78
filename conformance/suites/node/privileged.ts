import { EngineFault } from '../../engine-fault';
import { ApiClient } from '../../rig/api-client';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import type { Question } from '../question';
import { creation, jobController, podOfJob, privileged } from './attempts';
import { trainingJob } from './platform';
import { without } from './refuser';
import type { Setting } from './setting';

const level = 'pod-security.kubernetes.io/enforce';

/** A privileged pod: what it is where nobody refuses it, and who refuses it in a project. */
export function privilegedQuestions(setting: Setting): Question[] {
  const { cluster, platform, objects, images } = setting;
  const { kubectl } = cluster;
  return [
    {
      title:
        'the contrast: in a namespace that is no project a privileged pod runs, with every capability of the machine',
      row: 'privileged',
      ask: async () => {
        const name = 'privileged';
        const container = {
          name: 'main',
          image: images.references.shell,
          command: ['/bin/busybox', 'grep', '^CapEff', '/proc/self/status'],
          securityContext: { privileged: true },
        };
        const spec = { restartPolicy: 'Never', containers: [container] };
        await kubectl.mustApply([{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec }]);
        await kubectl.must(['wait', 'pod', name, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s']);
        const words = (await kubectl.must(['logs', name])).trim();
        await kubectl.must(['delete', 'pod', name]);
        // CAP_SYS_ADMIN: mounts, namespaces, the machine's devices.
        const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]{16})$/.exec(words)?.[1] ?? '0'}`);
        if ((capabilities & (1n << 21n)) === 0n) throw new EngineFault(`it has no right of an administrator: ${words}`);
        return words.replace('\t', ' ');
      },
    },
    {
      title:
        "a privileged pod of alpha, as the Job controller would make it, is refused by the namespace's label; without the label by the rule of admission; without both it is let in",
      row: 'privileged',
      ask: async () => {
        const namespace = platform.projects[0]?.namespace ?? '';
        const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name === trainingJob);
        const labels = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace);
        const enforced = labels?.metadata.labels?.[level];
        if (job === undefined || enforced === undefined) throw new Error('the library writes no such job or label');
        const asked = new PrivilegedPod(setting, podOfJob(job, 'privileged', privileged));
        try {
          const byLabel = await asked.until(/violates PodSecurity "restricted:v1\.\d+"/);
          await kubectl.must(['label', 'namespace', namespace, `${level}-`]);
          const byRule = await asked.until(/ValidatingAdmissionPolicy 'ml-pod-security'/);
          await without(setting, ['pod-security'], () => asked.until(/^let in$/));
          return [byLabel, byRule, 'let in'].join('\n');
        } finally {
          await kubectl.must(['label', 'namespace', namespace, `${level}=${enforced}`]);
          asked.close();
        }
      },
    },
  ];
}

/** One pod that is asked for again and again, and never stored. */
class PrivilegedPod {
  private readonly api: ApiClient;

  constructor(
    setting: Setting,
    private readonly pod: KubeObject,
  ) {
    this.api = new ApiClient(setting.cluster.kubeconfig);
  }

  /** Waits until the API server answers in such words, and returns them. */
  async until(expected: RegExp): Promise<string> {
    let words = '';
    await until({
      what: `the API server says ${String(expected)}`,
      deadlineSeconds: 20,
      missing: async () => {
        const { status, text } = await this.api.answer(creation('api/v1', 'pods', this.pod, jobController));
        words = status < 300 ? 'let in' : ((JSON.parse(text) as { message?: string }).message ?? text);
        return expected.test(words) ? undefined : words;
      },
    });
    return words;
  }

  close(): void {
    this.api.close();
  }
}
