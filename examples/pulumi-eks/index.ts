import * as eks from '@pulumi/eks';
import { GpuNodePool, ProjectIdentity, TrainingStorage } from 'training-isolation/aws';
import { platform } from './platform';

const subnetId = 'subnet-0123456789abcdef0';
const vpcId = 'vpc-0123456789abcdef0';

// What matters for isolation and has another default there: no node group of its own, access entries, a private API.
const cluster = new eks.Cluster('research', {
  name: platform.aws?.cluster.name ?? '',
  version: platform.kubernetesVersion,
  vpcId,
  privateSubnetIds: [subnetId, 'subnet-0123456789abcdef1'],
  skipDefaultNodeGroup: true,
  authenticationMode: eks.AuthenticationMode.Api,
  endpointPrivateAccess: true,
  endpointPublicAccess: false,
  enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
  vpcCniOptions: { enableNetworkPolicy: true },
});

new GpuNodePool('a10g', {
  platform,
  pool: 'a10g',
  cluster,
  network: { vpcId, nodeSubnetIds: { 'eu-west-1a': subnetId } },
});
new TrainingStorage('research', { platform });
new ProjectIdentity('vision', { platform, project: 'vision', cluster });
