import type { KubernetesObject } from '../input/kubernetes-object';
import { countOf, type PodTemplate } from './template';

/**
 * The templates of a job of Kubeflow's operator, one for each kind of replica
 * (https://github.com/kubeflow/trainer/blob/release-1.9/pkg/apis/kubeflow.org/v1/common_types.go).
 *
 * @param operator name of its controller, as the pods are labelled with it; undefined where versions differ in labels
 */
export function replicaTemplates(
  { field, name }: KubernetesObject,
  list: string,
  operator: string | undefined,
): readonly PodTemplate[] {
  return (field.at('spec', list)?.entries() ?? []).map(([role, spec]) => ({
    role: role.toLowerCase(),
    template: spec.get('template'),
    sets: {
      'training.kubeflow.org/job-name': name,
      ...(operator === undefined
        ? {}
        : {
            'training.kubeflow.org/operator-name': operator,
            'training.kubeflow.org/replica-type': role.toLowerCase(),
            ...(role === 'Master' ? { 'training.kubeflow.org/job-role': 'master' } : {}),
          }),
    },
    setsUnknown: ['training.kubeflow.org/replica-index'],
    ...(operator === undefined ? { mayAddLabels: true } : {}),
    ...countOf(spec, 'replicas', 1, []),
  }));
}
