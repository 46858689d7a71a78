import { arn, type Place } from '../aws/arn';
import { clusterTag } from '../nodes/autoscaler-tags';
import { document, type PolicyDocument } from './document';

/**
 * What the cluster autoscaler may do: change the groups of this cluster, which it finds by the tags that we set
 * (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy).
 */
export function autoscalerPolicy(place: Place, cluster: string): PolicyDocument {
  const [tag, value] = clusterTag(cluster);
  return document([
    {
      Sid: 'SeeGroups',
      Effect: 'Allow',
      Action: [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      Resource: '*',
    },
    {
      Sid: 'SeeNodeGroups',
      Effect: 'Allow',
      Action: 'eks:DescribeNodegroup',
      Resource: arn(place, 'eks', `nodegroup/${cluster}/*`),
    },
    {
      Sid: 'ScaleGroupsOfCluster',
      Effect: 'Allow',
      Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      Resource: '*',
      Condition: { StringEquals: { [`autoscaling:ResourceTag/${tag}`]: value } },
    },
  ]);
}
