import { itemsIn, type Field } from '../input/field';
import { isKind } from '../input/kubernetes-object';
import type { Workload } from './workload';

/**
 * Claims that Volcano mounts into every container of a job's pods, for writing, beside what their templates say
 * (https://github.com/volcano-sh/apis/blob/master/pkg/apis/batch/v1alpha1/job.go, `VolumeSpec`).
 */
export function volcanoVolumes({ object }: Workload): readonly Field[] {
  return isKind(object, 'batch.volcano.sh', 'Job') ? itemsIn(object.field, 'spec', 'volumes') : [];
}
