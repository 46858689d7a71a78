import { iamArn, viaService, type Place } from '../../aws/arn';
import { document, type Condition, type PolicyDocument } from '../document';
import { keyAdministration } from './administration';

/**
 * The key of node volumes: used through EC2 only, by what launches nodes. EC2 keeps a volume attached by a grant, which may
 * be made for a resource of AWS only. Nobody else opens a snapshot or a copy of a node's disk with it
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html).
 *
 * @param launchers ARNs of further roles that launch nodes or attach volumes: Karpenter, the EBS CSI controller
 */
export function volumeKeyPolicy(place: Place, launchers: readonly string[]): PolicyDocument {
  const callers: Condition = {
    StringEquals: { 'kms:ViaService': viaService(place, 'ec2'), 'kms:CallerAccount': place.account },
    ArnLike: {
      'aws:PrincipalArn': [
        iamArn(place, 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
        iamArn(place, 'role/aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup'),
        ...launchers,
      ],
    },
  };
  return document([
    keyAdministration(place),
    {
      Sid: 'UseThroughEc2',
      Effect: 'Allow',
      // The roles of the services need not exist yet, and KMS refuses a policy that names a missing one as principal.
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: callers,
    },
    {
      Sid: 'AttachVolumes',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { ...callers, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ]);
}
