import type * as inputs from '@pulumi/aws/types/input';
import type * as pulumi from '@pulumi/pulumi';
import type { Pool } from '../../model';

/** Fields of a launch template that say how a node is bought and where it stands. */
export interface PurchaseOptions {
  readonly placement?: inputs.ec2.LaunchTemplatePlacement;
  readonly capacityReservationSpecification?: inputs.ec2.LaunchTemplateCapacityReservationSpecification;
  readonly instanceMarketOptions?: inputs.ec2.LaunchTemplateInstanceMarketOptions;
}

/** Whether the nodes get a cluster placement group: with EFA, unless a reservation brings its own placement. */
export function wantsPlacementGroup({ fabric, purchase }: Pool): boolean {
  return fabric === 'efa' && purchase?.kind !== 'reservation' && purchase?.kind !== 'capacity-block';
}

/** @param placementGroup name of the placement group, where there is one */
export function purchaseOptions({ purchase }: Pool, placementGroup: pulumi.Input<string> | undefined): PurchaseOptions {
  const placement = placementGroup === undefined ? {} : { placement: { groupName: placementGroup } };
  if (purchase?.kind !== 'reservation' && purchase?.kind !== 'capacity-block') return placement;
  return {
    capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: purchase.id } },
    ...(purchase.kind === 'capacity-block' ? { instanceMarketOptions: { marketType: 'capacity-block' } } : {}),
  };
}
