import type { Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';

/** Group of the kinds of Ray's operator. */
export const RAY_GROUP = 'ray.io';

/** Where a kind of Ray's holds the cluster that it makes (https://ray-project.github.io/kuberay/reference/api/). */
const CLUSTERS: Readonly<Record<string, readonly string[]>> = {
  RayCluster: ['spec'],
  RayJob: ['spec', 'rayClusterSpec'],
  RayService: ['spec', 'rayClusterConfig'],
  RayCronJob: ['spec', 'jobTemplate', 'rayClusterSpec'],
};

/** The cluster of Ray in an object; undefined where it has none. */
export function rayClusterIn({ group, kind, field }: KubernetesObject): Field | undefined {
  if (group !== RAY_GROUP || !Object.hasOwn(CLUSTERS, kind)) return undefined;
  return field.at(...(CLUSTERS[kind] ?? []));
}

/** Whether pods of a cluster are added and removed by a sidecar that the operator puts beside its head. */
export function autoscalerOf(cluster: Field | undefined): Field | undefined {
  const autoscaling = cluster?.get('enableInTreeAutoscaling');
  return autoscaling?.value === true ? autoscaling : undefined;
}
