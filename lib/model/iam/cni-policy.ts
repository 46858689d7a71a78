import { arn, type Place } from '../aws/arn';
import { document, type PolicyDocument } from './document';

/** Tag that the VPC CNI puts on the interfaces it makes, and our launch templates on those of a new node. */
export const CNI_CLUSTER_TAG = 'cluster.k8s.amazonaws.com/name';

/**
 * What the VPC CNI's own identity may do: interfaces of this cluster's nodes and no others
 * (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md, scoped down). Security groups are not among
 * its resources, so nobody with its token moves an interface into another project's group; nodes are replaced when their
 * groups change.
 */
export function cniPolicy(place: Place, cluster: string): PolicyDocument {
  const interfaces = arn(place, 'ec2', 'network-interface/*');
  return document([
    {
      Sid: 'SeeNetwork',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeInstances',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeTags',
      ],
      Resource: '*',
    },
    {
      Sid: 'TagNewInterfaces',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: interfaces,
      Condition: { StringEquals: { 'ec2:CreateAction': 'CreateNetworkInterface' } },
    },
    {
      Sid: 'CreateInterfaces',
      Effect: 'Allow',
      Action: 'ec2:CreateNetworkInterface',
      Resource: interfaces,
      Condition: { StringEquals: { [`aws:RequestTag/${CNI_CLUSTER_TAG}`]: cluster } },
    },
    {
      Sid: 'CreateInterfacesInSubnets',
      Effect: 'Allow',
      Action: 'ec2:CreateNetworkInterface',
      Resource: [arn(place, 'ec2', 'subnet/*'), arn(place, 'ec2', 'security-group/*')],
    },
    {
      Sid: 'UseInterfacesOfCluster',
      Effect: 'Allow',
      Action: [
        'ec2:AssignPrivateIpAddresses',
        'ec2:AttachNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DetachNetworkInterface',
        'ec2:ModifyNetworkInterfaceAttribute',
        'ec2:UnassignPrivateIpAddresses',
      ],
      Resource: interfaces,
      Condition: { StringEquals: { [`aws:ResourceTag/${CNI_CLUSTER_TAG}`]: cluster } },
    },
    {
      Sid: 'AttachToNodesOfCluster',
      Effect: 'Allow',
      Action: ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface', 'ec2:ModifyNetworkInterfaceAttribute'],
      Resource: arn(place, 'ec2', 'instance/*'),
      Condition: { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: 'owned' } },
    },
  ]);
}
