import { itemsIn } from '../input/field';
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
        ...countOf(group, 'replicas', 1, []),
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
