import { iamArn, type Place } from '../../arn';
import { document, type PolicyDocument } from '../document';
import { keyAdministration } from './administration';

/**
 * The key that wraps the Secrets of a cluster: used by the cluster's own role, which also makes the grant that the control
 * plane works with (https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html).
 *
 * @param clusterRole path and name, such as `/training-cluster/train-1`
 */
export function secretsKeyPolicy(place: Place, clusterRole: string): PolicyDocument {
  return document([
    keyAdministration(place),
    {
      Sid: 'WrapSecrets',
      Effect: 'Allow',
      Principal: { AWS: iamArn(place, 'root') },
      Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt'],
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': iamArn(place, `role${clusterRole}`) } },
    },
  ]);
}
