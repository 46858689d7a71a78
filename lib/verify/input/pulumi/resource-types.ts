/** Types of resources that many parts of the verifier ask plans for; what one part asks for stands there. */
export const CLUSTER = 'aws:eks/cluster:Cluster';
export const NODE_GROUP = 'aws:eks/nodeGroup:NodeGroup';
export const FARGATE_PROFILE = 'aws:eks/fargateProfile:FargateProfile';
export const ADD_ON = 'aws:eks/addon:Addon';
export const LAUNCH_TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
export const ENDPOINT = 'aws:ec2/vpcEndpoint:VpcEndpoint';
export const INSTANCE_PROFILE = 'aws:iam/instanceProfile:InstanceProfile';
export const ROLE = 'aws:iam/role:Role';
