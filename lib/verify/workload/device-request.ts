import { itemsIn, type Field } from '../input/field';
import { fieldsBelow } from '../input/fields-below';
import { oncePerValue } from '../input/once-per-value';
import type { KubernetesObject } from '../input/kubernetes-object';
import { askedByPod, askingContainers } from './amounts';
import { containersOf, type Container } from './containers';
import { ACCELERATORS, OTHER_DEVICES, isNamedBy } from './device-names';
import { quantityOf } from './quantity';
import type { Workload } from './workload';

/** A device that a pod asks for. */
export interface DeviceRequest {
  /** `nvidia.com/gpu`, `vpc.amazonaws.com/efa`, or `resource claim`. */
  readonly resource: string;
  readonly count: number | undefined;
  readonly field: Field;
}

/** Whether a resource is an accelerator or a device of a fabric: an extended resource of a vendor. */
export function isDevice(resource: string): boolean {
  return (
    isAccelerator(resource) || isNamedBy(OTHER_DEVICES, resource) || /^(?:rdma|aliyun\/erdma)(?:\/|$)/.test(resource)
  );
}

/** Whether a resource is a GPU or another accelerator: something to train on. */
export function isAccelerator(resource: string): boolean {
  return isNamedBy(ACCELERATORS, resource);
}

/** What a workload's pods ask for, in limits or requests, and by claims of dynamic resource allocation. */
export function deviceRequests({ spec }: Pick<Workload, 'spec'>): readonly DeviceRequest[] {
  return [
    ...containersOf(spec).flatMap((container) => devicesOf(container)),
    ...itemsIn(spec, 'resourceClaims').map((field) => ({ ...CLAIM, field })),
  ];
}

const CLAIM = { resource: 'resource claim', count: undefined } as const;

function devicesOf({ field }: Container, called?: string): readonly DeviceRequest[] {
  const resources = field.get('resources');
  const found = new Map<string, DeviceRequest>();
  for (const list of [resources?.get('limits'), resources?.get('requests')])
    for (const request of listedDevices(list, called))
      if (!found.has(request.resource)) found.set(request.resource, request);
  return [...found.values()];
}

/** Devices among the amounts of limits or requests. */
function listedDevices(list: Field | undefined, called?: string): readonly DeviceRequest[] {
  if (list === undefined) return [];
  const names = new Set([...deviceNames(list), ...(called === undefined ? [] : [called])]);
  return [...names].flatMap((resource) => {
    const field = list.get(resource);
    return field === undefined ? [] : [{ resource, count: quantityOf(field.value), field }];
  });
}

const deviceNames = oncePerValue((list): readonly string[] =>
  list.entries().flatMap(([resource]) => (isDevice(resource) ? [resource] : [])),
);

/**
 * Devices that an object asks for somewhere, whose pods it does not show: in limits and requests, by claims, and where an
 * operator is told the name of a resource and an amount.
 */
export function hiddenDevices({ field: object }: KubernetesObject): readonly DeviceRequest[] {
  return [...fieldsBelow(object)].flatMap(({ key, field }): readonly DeviceRequest[] => {
    if (Array.isArray(field.value))
      return key === 'resourceClaims' ? field.items().map((claim) => ({ ...CLAIM, field: claim })) : [];
    if (key === 'limits' || key === 'requests') return listedDevices(field);
    const named = ['name', 'deviceName'].flatMap((name) => field.get(name) ?? []);
    return named
      .filter(({ value }) => typeof value === 'string' && isDevice(value))
      .map((at) => ({ resource: String(at.value), count: undefined, field: at }));
  });
}

/**
 * Accelerators that containers of a pod ask for, in limits or requests.
 *
 * @param called what a description calls the accelerators of its pool; its vendor need not be known here
 */
export function acceleratorRequests({ spec }: Pick<Workload, 'spec'>, called?: string): readonly DeviceRequest[] {
  return containersOf(spec).flatMap((container) =>
    devicesOf(container, called).filter(({ resource }) => isCalledSo(resource, called)),
  );
}

/** How many accelerators a pod has at most at once. */
export function acceleratorsAtOnce(spec: Field, called?: string): number {
  const { requests } = askedByPod(spec, askingContainers(spec));
  return [...requests].reduce((sum, [resource, amount]) => (isCalledSo(resource, called) ? sum + amount : sum), 0);
}

function isCalledSo(resource: string, called: string | undefined): boolean {
  return resource === called || isAccelerator(resource);
}
