import { iamArn, type Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';
import { accountRoot, keyAdministration } from './administration';

/**
 * The key that wraps the Secrets of a cluster. EKS works with it by a grant, which it makes in the name of whoever makes the
 * cluster, and never says that the grant is for a resource of AWS
 * (https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html): IAM says who of this account that is.
 *
 * @param clusterRole path and name, such as `/training-cluster/train-1`
 */
export function secretsKeyPolicy(place: Place, clusterRole: string): PolicyDocument {
  return document([
    keyAdministration(place),
    {
      Sid: 'GrantToControlPlane',
      Effect: 'Allow',
      Principal: { AWS: accountRoot(place) },
      Action: ['kms:CreateGrant', 'kms:DescribeKey'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': place.account } },
    },
    {
      Sid: 'WrapSecrets',
      Effect: 'Allow',
      // The policies of the role do not name the key, and KMS refuses a policy that names a missing role as principal.
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': place.account },
        ArnEquals: { 'aws:PrincipalArn': iamArn(place, `role${clusterRole}`) },
      },
    },
  ]);
}
