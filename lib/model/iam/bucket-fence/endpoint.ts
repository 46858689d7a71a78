import type { Condition, Statement } from '../document';
import { denyData, mayRead, type BucketFence } from './fence';

/**
 * Data leaves through a VPC endpoint only: credentials that left the cluster are worth nothing outside it. A request from
 * the internet has neither key, and the inverted operator then denies it.
 *
 * The ids of endpoints are chosen by AWS. Until the description names them, every endpoint of this account will do
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceaccount).
 */
export function endpointFence(fence: BucketFence): Statement {
  const { endpointIds, place } = fence;
  const elsewhere: Condition[string] =
    endpointIds.length > 0 ? { 'aws:SourceVpce': endpointIds } : { 'aws:VpceAccount': place.account };
  return denyData(
    fence,
    'OnlyOurVpcEndpoints',
    {
      StringNotEquals: elsewhere,
      // Replication and log delivery come from AWS itself.
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
    },
    mayRead(fence),
  );
}
