import { itemsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { rayClusterIn } from './ray';
import { countOf, JOB_LABELS, type PodTemplate } from './template';

/**
 * The templates of the cluster of Ray that an object makes. A cluster that another object makes has a name that the
 * operator chooses (https://github.com/ray-project/kuberay/blob/master/ray-operator/controllers/ray/utils/constant.go).
 */
export function rayCluster(object: KubernetesObject): readonly PodTemplate[] {
  const spec = rayClusterIn(object);
  const name = object.kind === 'RayCluster' ? object.name : undefined;
  const cluster: Readonly<Record<string, string>> = name === undefined ? {} : { 'ray.io/cluster': name };
  const unknown = [...(name === undefined ? ['ray.io/cluster'] : []), 'ray.io/identifier'];
  const node = { 'ray.io/is-ray-node': 'yes' };
  return [
    {
      role: 'head',
      template: spec?.at('headGroupSpec', 'template'),
      sets: { ...cluster, ...node, 'ray.io/node-type': 'head', 'ray.io/group': 'headgroup' },
      setsUnknown: unknown,
      mayAddLabels: true,
      replicas: 1,
    },
    ...itemsIn(spec, 'workerGroupSpecs').map((group) => {
      const role = group.get('groupName')?.text() ?? 'worker';
      return {
        role,
        template: group.get('template'),
        sets: { ...cluster, ...node, 'ray.io/node-type': 'worker', 'ray.io/group': role },
        setsUnknown: unknown,
        mayAddLabels: true,
        ...hostsOf(group),
      };
    }),
  ];
}

/** The pod by which a job of Ray starts its command, from the specification of the job, which lies below some keys. */
export function raySubmitter({ field, name, kind }: KubernetesObject, ...job: readonly string[]): PodTemplate {
  return {
    role: 'submitter',
    template: field.at(...job, 'submitterPodTemplate'),
    // A schedule gives its jobs names of their own.
    sets: {
      'ray.io/originated-from-crd': 'RayJob',
      ...(kind === 'RayJob' ? { 'ray.io/originated-from-cr-name': name } : {}),
    },
    setsUnknown: JOB_LABELS,
    mayAddLabels: true,
    replicas: 1,
  };
}

/** A replica of a group is as many pods as it has hosts. */
function hostsOf(group: Field): { replicas?: number } {
  const [{ replicas }, { replicas: hosts }] = [countOf(group, 'replicas', 1, []), countOf(group, 'numOfHosts', 1, [])];
  return replicas === undefined || hosts === undefined ? {} : { replicas: replicas * hosts };
}

/** Ways of RayJobs that start no pod for the command (https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/rayjob-quick-start.html). */
const WITHOUT_SUBMITTER = new Set<unknown>(['HTTPMode', 'InteractiveMode', 'SidecarMode']);

/** The pods of a job of Ray: of the cluster that it makes, unless it takes one that is there, and the one that starts its command. */
export function rayJob(object: KubernetesObject): readonly PodTemplate[] {
  const spec = object.field.get('spec');
  const cluster = spec?.get('clusterSelector') === undefined ? rayCluster(object) : [];
  const isSubmitted = !WITHOUT_SUBMITTER.has(spec?.get('submissionMode')?.value);
  return [...cluster, ...(isSubmitted ? [raySubmitter(object, 'spec')] : [])];
}
