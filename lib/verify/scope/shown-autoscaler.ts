import type { Evidence } from '../evidence';
import { isKind } from '../input/kubernetes-object';
import { onceFor } from '../once-for';
import { imagesOf } from '../workload/images';

const NAME = 'cluster-autoscaler';

/**
 * Whether anything shows that the cluster autoscaler makes nodes: the description names it, its pods or its account are among
 * the objects, or a plan speaks of it in tags, charts or roles. Nodes may come of Karpenter, or of hands, as well.
 */
export const showsAutoscaler = onceFor(
  ({ platform, workloads, plans, inputs }: Evidence) =>
    platform?.components.some(({ name }) => name === NAME) === true ||
    inputs.objects.some((object) => isKind(object, '', 'ServiceAccount') && object.name.includes(NAME)) ||
    workloads.some(
      ({ name, spec }) =>
        name.includes(NAME) ||
        (spec !== undefined && imagesOf(spec).some(({ image }) => String(image?.value).includes(NAME))),
    ) ||
    plans.some(({ plan }) =>
      plan.resources.some(({ name, inputs: given }) => name.includes(NAME) || JSON.stringify(given).includes(NAME)),
    ),
);
