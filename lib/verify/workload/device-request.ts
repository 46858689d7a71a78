import type { Field } from '../input/field';
import { askedByPod, askingContainers } from './amounts';
import { containersOf, type Container } from './containers';
import { quantityOf } from './quantity';
import type { Workload } from './workload';

/** A device that a pod asks for. */
export interface DeviceRequest {
  /** `nvidia.com/gpu`, `vpc.amazonaws.com/efa`, or `resource claim`. */
  readonly resource: string;
  readonly count: number | undefined;
  readonly field: Field;
}

/** Resources that are accelerators or fabric devices: extended resources of vendors' domains. */
export function isDevice(resource: string): boolean {
  return (
    /^(?:[a-z0-9-]+\.)*(?:nvidia\.com|amd\.com|intel\.com|habana\.ai|google\.com\/tpu|amazonaws\.com)(?:\/|$)/.test(
      resource,
    ) || /^rdma\//.test(resource)
  );
}

/** Whether a resource is a GPU or another accelerator: something to train on. */
export function isAccelerator(resource: string): boolean {
  return /^(?:[a-z0-9-]+\.)*(?:nvidia\.com\/(?:gpu|pgpu|mig-)|amd\.com\/gpu|intel\.com\/gpu|habana\.ai\/gaudi|google\.com\/tpu|amazonaws\.com\/neuron)/.test(
    resource,
  );
}

/** What a workload's pods ask for, in limits or requests, and by claims of dynamic resource allocation. */
export function deviceRequests({ spec }: Pick<Workload, 'spec'>): readonly DeviceRequest[] {
  return [
    ...containersOf(spec).flatMap(devicesOf),
    ...(spec?.get('resourceClaims')?.items() ?? []).map((field) => ({
      resource: 'resource claim',
      count: undefined,
      field,
    })),
  ];
}

function devicesOf({ field }: Container): readonly DeviceRequest[] {
  const resources = field.get('resources');
  const found = new Map<string, DeviceRequest>();
  for (const list of [resources?.get('limits'), resources?.get('requests')]) {
    for (const [resource, amount] of list?.entries() ?? []) {
      if (isDevice(resource) && !found.has(resource))
        found.set(resource, { resource, count: quantityOf(amount.value), field: amount });
    }
  }
  return [...found.values()];
}

/** How many accelerators a pod has at most at once. */
export function acceleratorsAtOnce(spec: Field): number {
  const { requests } = askedByPod(spec, askingContainers(spec));
  return [...requests].reduce((sum, [resource, amount]) => (isAccelerator(resource) ? sum + amount : sum), 0);
}
