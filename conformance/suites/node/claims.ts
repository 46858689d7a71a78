import type { k8s } from '../../../lib/kubernetes';
import type { RuleId } from '../../../lib';
import type { Project } from '../../../lib/model';
import { EngineFault } from '../../engine-fault';
import { ApiClient } from '../../rig/api-client';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import { expectEqual, type Question } from '../question';
import { eventOf } from '../scheduling/placement';
import { waitingPods } from '../scheduling/pods';
import { claimOfVolume, creation, edited, mountClaim, sre, volumeNameOf } from './attempts';
import { without } from './refuser';
import { trainingNodesOf, type Setting } from './setting';

/**
 * Who refuses another project's claim once the rule of admission is gone that refuses it first: the scheduler, the kubelet
 * and the API server for it, the controller of volumes.
 */
export function claimQuestions(setting: Setting): Question[] {
  const { cluster, platform, objects } = setting;
  const { kubectl } = cluster;
  const [alpha, beta] = platform.projects as readonly [Project, Project];
  const theirs = alpha.checkpoints?.name ?? '';
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.namespace === beta.namespace);
  if (job === undefined) throw new Error('the library writes no Job of beta');

  const tried = (
    edit: (spec: k8s.PodSpec) => void,
    words: (name: string) => Promise<string>,
    rules: readonly RuleId[] = ['own-volumes'],
  ): Promise<string> => {
    const thief = edited(job, (spec) => {
      mountClaim(spec, theirs);
      edit(spec);
    });
    return without(setting, rules, async () => {
      await untilLetIn(setting, thief);
      try {
        return await words(thief.metadata.name);
      } finally {
        const { name, namespace = '' } = thief.metadata;
        await kubectl.must(['delete', 'job', name, `--namespace=${namespace}`, '--cascade=foreground']);
      }
    });
  };

  return [
    {
      title: `the scheduler: a pod of beta that names ${theirs} waits, with its node free; a name means a claim of its own namespace`,
      row: 'foreign-claim',
      ask: () =>
        tried(
          () => undefined,
          async (name) => {
            const labels = `batch.kubernetes.io/job-name=${name}`;
            const words = await waitingPods(kubectl, { namespace: beta.namespace, labels });
            if (words.includes(`persistentvolumeclaim "${theirs}" not found`)) return words;
            throw new EngineFault(`waits for another reason: ${words}`);
          },
        ),
    },
    {
      title: 'the kubelet: put on its node by name, past the scheduler, the same pod gets no volume and does not start',
      row: 'foreign-claim',
      ask: () =>
        tried(
          (spec) => (spec.nodeName = trainingNodesOf(beta)[0]?.name ?? ''),
          () => eventOf(kubectl, beta.namespace, 'FailedMount', new RegExp(`persistentvolumeclaims? "${theirs}"`)),
          ['own-volumes', 'node-name'],
        ),
    },
    {
      title:
        "the controller of volumes: a claim of beta for alpha's volume by its name, as an administrator makes it, is never bound",
      row: 'foreign-claim',
      ask: async () => {
        const claim = claimOfVolume(beta.namespace, volumeNameOf(alpha));
        await kubectl.mustApply([claim]);
        try {
          return await eventOf(kubectl, beta.namespace, 'FailedBinding', /already bound to a different claim/);
        } finally {
          await kubectl.must(['delete', 'pvc', claim.metadata.name, `--namespace=${beta.namespace}`]);
        }
      },
    },
    {
      title: `the API server: a claim of beta as a copy of ${theirs} in ${alpha.namespace} is taken without its source`,
      row: 'foreign-claim',
      ask: async () => {
        const { spec, ...claim } = claimOfVolume(beta.namespace, '') as KubeObject & { spec: object };
        const dataSourceRef = { kind: 'PersistentVolumeClaim', name: theirs, namespace: alpha.namespace };
        const copy = { ...claim, spec: { ...spec, dataSourceRef } };
        const api = new ApiClient(cluster.kubeconfig);
        const { status, text } = await api.answer(creation('api/v1', 'persistentvolumeclaims', copy, sre));
        api.close();
        expectEqual('status', status, 201);
        const stored = (JSON.parse(text) as { spec: object }).spec;
        if (JSON.stringify(stored).includes(alpha.namespace)) throw new EngineFault(JSON.stringify(stored));
        return JSON.stringify(stored);
      },
    },
  ];
}

/** Policies of the API server are gone a moment after their objects are. */
async function untilLetIn({ cluster: { kubectl } }: Setting, object: KubeObject): Promise<void> {
  await until({
    what: `${object.kind} ${object.metadata.name} is let in`,
    deadlineSeconds: 20,
    missing: async () => {
      const { code, stderr } = await kubectl.apply([object]);
      return code === 0 ? undefined : stderr.trim();
    },
  });
}
