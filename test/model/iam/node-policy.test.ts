import { autoscalerPolicy, cniPolicy, nodePolicy, type PolicyDocument } from '../../../lib/model/iam';
import { decideUnfiltered } from './simulator';
import { ACCOUNT, DATA } from './world';

const place = { partition: 'aws', region: 'eu-west-1', account: ACCOUNT } as const;

describe('what a node finds when somebody escapes to it', () => {
  const node = `arn:aws:iam::${ACCOUNT}:role/training-nodes/train-1/ml--p4d--alpha`;
  const may = (policy: PolicyDocument, action: string, resource: string, context = {}): string =>
    decideUnfiltered({ principal: node, action, resource, context, identity: [policy] });

  it('is a role that joins its cluster and pulls images', () => {
    expect(nodePolicy(place, 'train-1')).toMatchSnapshot();
    const cluster = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/train-1`;
    expect(may(nodePolicy(place, 'train-1'), 'eks-auth:AssumeRoleForPodIdentity', cluster)).toBe('Allowed');
    expect(
      may(
        nodePolicy(place, 'train-1'),
        'ecr:BatchGetImage',
        `arn:aws:ecr:eu-west-1:602401143452:repository/eks/coredns`,
      ),
    ).toBe('Allowed');
  });

  it.each([
    ['T4', 'ec2:ModifyNetworkInterfaceAttribute', `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`],
    ['T4', 'ec2:AttachNetworkInterface', `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`],
    ['T4', 'eks-auth:AssumeRoleForPodIdentity', `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/dev`],
    ['T5', 'ssm:StartSession', `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`],
    ['T5', 'ssm:UpdateInstanceInformation', '*'],
    ['T5', 'ec2:CreateSnapshot', `arn:aws:ec2:eu-west-1:${ACCOUNT}:volume/vol-1`],
    ['T5', 'ec2:ModifyInstanceMetadataOptions', `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`],
    ['T5', 'eks:CreateAccessEntry', `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/train-1`],
    ['T4', 's3:GetObject', `arn:aws:s3:::${DATA}/ml-alpha/x`],
    ['T4', 'ecr:PutImage', `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/x`],
    ['T4', 'sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/training/train-1/ml-beta`],
  ])('%s: may not %s', (_, action, resource) => {
    expect(may(nodePolicy(place, 'train-1'), action, resource)).toBe('ImplicitlyDenied');
  });

  it("T4: the CNI's own identity uses interfaces of this cluster and moves none into another security group", () => {
    const cni = cniPolicy(place, 'train-1');
    const eni = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`;
    const ours = { 'aws:ResourceTag/cluster.k8s.amazonaws.com/name': 'train-1' };
    expect(may(cni, 'ec2:AssignPrivateIpAddresses', eni, ours)).toBe('Allowed');
    expect(
      may(cni, 'ec2:AssignPrivateIpAddresses', eni, { 'aws:ResourceTag/cluster.k8s.amazonaws.com/name': 'dev' }),
    ).toBe('ImplicitlyDenied');
    expect(may(cni, 'ec2:AssignPrivateIpAddresses', eni)).toBe('ImplicitlyDenied');
    // EC2 asks for the interface and for the group that it is to be in.
    const group = `arn:aws:ec2:eu-west-1:${ACCOUNT}:security-group/sg-1`;
    expect(may(cni, 'ec2:ModifyNetworkInterfaceAttribute', group, ours)).toBe('ImplicitlyDenied');
  });

  it('the autoscaler changes groups of this cluster only', () => {
    const group = `arn:aws:autoscaling:eu-west-1:${ACCOUNT}:autoScalingGroup:1:autoScalingGroupName/x`;
    const policy = autoscalerPolicy(place, 'train-1');
    const tag = { 'autoscaling:ResourceTag/k8s.io/cluster-autoscaler/train-1': 'owned' };
    expect(may(policy, 'autoscaling:SetDesiredCapacity', group, tag)).toBe('Allowed');
    expect(may(policy, 'autoscaling:SetDesiredCapacity', group)).toBe('ImplicitlyDenied');
  });
});
