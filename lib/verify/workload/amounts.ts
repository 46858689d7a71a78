import type { Field } from '../input/field';
import { oncePerValue } from '../input/once-per-value';
import { containersOf, type Container } from './containers';
import { quantityOf } from './quantity';

/** Amounts by resource: cores, bytes, devices. */
export type Amounts = ReadonlyMap<string, number>;

/** What a container, or a pod as a whole, has for sure and may take at most. */
export interface Asked {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

const NO_AMOUNTS: Amounts = new Map();
const NOTHING: Asked = { requests: NO_AMOUNTS, limits: NO_AMOUNTS };

/** A container with what it asks for once the API server and the limit ranges of its namespace have filled the gaps. */
export interface AskingContainer extends Asked {
  readonly container: Container;
  /** Whether it runs beside the containers of the pod or before them. */
  readonly stays: boolean;
}

/** Quantities of a mapping; what is none is for the API server to refuse. */
export function amountsOf(field: Field | undefined): Amounts {
  return field === undefined ? NO_AMOUNTS : readAmounts(field);
}

const readAmounts = oncePerValue(
  (field): Amounts =>
    new Map(
      field.entries().flatMap(([resource, { value }]) => {
        const amount = quantityOf(value);
        return amount === undefined ? [] : [[resource, amount] as const];
      }),
    ),
);

/**
 * What every container of a pod asks for.
 *
 * @param defaults what containers get that say nothing. @default - nothing
 */
export function askingContainers(spec: Field, defaults: Asked = NOTHING): readonly AskingContainer[] {
  return containersOf(spec).flatMap((container) => {
    if (container.kind === 'ephemeralContainers') return [];
    const given = container.field.get('resources');
    const limits = amountsOf(given?.get('limits'));
    // A limit without a request is one (https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/).
    const requests = new Map([...limits, ...amountsOf(given?.get('requests'))]);
    return [
      {
        container,
        stays: container.kind === 'containers' || container.field.get('restartPolicy')?.value === 'Always',
        limits: new Map([...defaults.limits, ...limits]),
        requests: new Map([...defaults.requests, ...requests]),
      },
    ];
  });
}

/**
 * What a pod asks for as a whole: all that stays together, or what runs before with those beside it, whichever is more
 * (https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers). Amounts of the
 * pod itself count in their place.
 *
 * @param ofItself whether those count. @default true
 */
export function askedByPod(
  spec: Field,
  containers: readonly AskingContainer[],
  { ofItself = true }: { readonly ofItself?: boolean } = {},
): Asked {
  const own = ofItself ? spec.get('resources') : undefined;
  const total = (of: (container: AskingContainer) => Amounts, given: Field | undefined): Amounts =>
    new Map([...mostAtOnce(containers, of), ...amountsOf(given)]);
  const limits = total((container) => container.limits, own?.get('limits'));
  return { requests: total((container) => container.requests, own?.get('requests')), limits };
}

function mostAtOnce(containers: readonly AskingContainer[], of: (container: AskingContainer) => Amounts): Amounts {
  const beside = new Map<string, number>();
  const before = new Map<string, number>();
  for (const container of containers) {
    for (const [resource, amount] of of(container)) {
      const together = (beside.get(resource) ?? 0) + amount;
      if (container.stays) beside.set(resource, together);
      else before.set(resource, Math.max(before.get(resource) ?? 0, together));
    }
  }
  const most = new Map(beside);
  for (const [resource, amount] of before) most.set(resource, Math.max(most.get(resource) ?? 0, amount));
  return most;
}

/** Whether an amount is above another one: sums of thousandths are not exact. */
export function isMore(amount: number, other: number): boolean {
  return amount - other > 1e-9 * Math.max(1, Math.abs(other));
}
