import type { Field } from '../input/field';
import { containersOf } from './containers';
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
  const found: DeviceRequest[] = [];
  for (const { field } of containersOf(spec)) {
    const resources = field.get('resources');
    const seen = new Set<string>();
    for (const list of [resources?.get('limits'), resources?.get('requests')]) {
      for (const [resource, amount] of list?.entries() ?? []) {
        if (!isDevice(resource) || seen.has(resource)) continue;
        seen.add(resource);
        found.push({ resource, count: quantityOf(amount.value), field: amount });
      }
    }
  }
  for (const claim of spec?.get('resourceClaims')?.items() ?? [])
    found.push({ resource: 'resource claim', count: undefined, field: claim });
  return found;
}
