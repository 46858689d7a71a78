import { arn, type Place } from '../aws/arn';
import { document, type PolicyDocument } from './document';
import { PULL_ACTIONS } from './endpoint-policy';

/**
 * What a node itself may do: join its cluster, hand out Pod Identity credentials, pull images. No bucket, no session of
 * Systems Manager, no network interface: whoever escapes from a container finds this role and nothing more. The managed
 * policies of AWS are not used, since they change without a change here.
 *
 * @param cluster name of the cluster
 */
export function nodePolicy(place: Place, cluster: string): PolicyDocument {
  const clusterArn = arn(place, 'eks', `cluster/${cluster}`);
  return document([
    {
      Sid: 'JoinCluster',
      Effect: 'Allow',
      Action: ['eks-auth:AssumeRoleForPodIdentity', 'eks:DescribeCluster'],
      Resource: clusterArn,
    },
    {
      // The name of the node and the number of its pods (https://awslabs.github.io/amazon-eks-ami/nodeadm/); EC2 knows no
      // narrower resource for either.
      Sid: 'KnowItself',
      Effect: 'Allow',
      Action: ['ec2:DescribeInstanceTypes', 'ec2:DescribeInstances'],
      Resource: '*',
    },
    { Sid: 'LogInToRegistry', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      // Repositories of this account, and the add-ons of EKS, which lie in an account of AWS's own in each region.
      Sid: 'PullImages',
      Effect: 'Allow',
      Action: PULL_ACTIONS,
      Resource: [arn(place, 'ecr', 'repository/*'), arn({ ...place, account: '*' }, 'ecr', 'repository/eks/*')],
    },
  ]);
}
