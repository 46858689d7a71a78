import * as v from 'valibot';
import { weakeningFaults, type Weakening } from '../risk/accepted-risk';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { CAPACITY_RESERVATION_ID } from '../names';
import { shape, text, textOr, type Draft } from '../fault/shape';

/** Nodes from an on-demand capacity reservation; it brings its own placement. */
export interface ReservationPurchase {
  /** Tells this way from the others. */
  readonly kind: 'reservation';
  /** Id, such as `cr-0123456789abcdef0`. */
  readonly id: string;
}

/**
 * Nodes from a capacity block for ML. EKS drains them about 40 minutes before its end
 * (https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html): jobs must end or checkpoint before.
 */
export interface CapacityBlockPurchase {
  /** Tells this way from the others. */
  readonly kind: 'capacity-block';
  /** Id of the block's reservation, such as `cr-0123456789abcdef0`. */
  readonly id: string;
}

/** Spare capacity, taken back with two minutes of notice: shorter than the checkpoint of a multi-node job. */
export interface SpotPurchase extends Weakening {
  /** Tells this way from the others. */
  readonly kind: 'spot';
}

/** How the nodes of a pool are bought. */
export type Purchase = { readonly kind: 'on-demand' } | ReservationPurchase | CapacityBlockPurchase | SpotPurchase;
/** How the nodes of a pool are bought, as a description says it. */
export type PurchaseProps = 'on-demand' | ReservationPurchase | CapacityBlockPurchase | SpotPurchase;

const KINDS = ['reservation', 'capacity-block', 'spot'] as const;

export const purchaseShape = v.optional(
  textOr(
    v.literal('on-demand'),
    v.lazy((input) =>
      (input as { kind?: unknown } | null)?.kind === 'spot'
        ? shape<SpotPurchase>({ kind: v.literal('spot'), reason: text })
        : shape<ReservationPurchase>({ kind: v.picklist(KINDS), id: text }),
    ),
  ),
);

export function resolvePurchase(props: PurchaseProps = 'on-demand'): Purchase {
  return props === 'on-demand' ? { kind: props } : props;
}

/** As a managed node group of EKS says it (https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html). */
export function eksCapacityType(purchase: Purchase | undefined): 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK' {
  switch (purchase?.kind) {
    case 'spot':
      return 'SPOT';
    case 'capacity-block':
      return 'CAPACITY_BLOCK';
    default:
      return 'ON_DEMAND';
  }
}

/** As a requirement of Karpenter says it (https://karpenter.sh/docs/concepts/nodepools/#capacity-type). */
export function karpenterCapacityType(purchase: Purchase | undefined): 'on-demand' | 'spot' | 'reserved' {
  if (purchase?.kind === 'spot') return 'spot';
  return purchase?.kind === 'reservation' || purchase?.kind === 'capacity-block' ? 'reserved' : 'on-demand';
}

export function purchaseFaults(props: Draft<PurchaseProps> | undefined, path: string): Fault[] {
  if (props === undefined || typeof props === 'string') return [];
  if (props.kind === 'spot') return weakeningFaults(props, path);
  const { id } = props as Draft<ReservationPurchase>;
  if (id === undefined || CAPACITY_RESERVATION_ID.test(id)) return [];
  return [
    {
      path: `${path}.id`,
      given: shown(id),
      allowed: 'the id of a capacity reservation',
      fix: 'for example "cr-0123456789abcdef0"',
    },
  ];
}
