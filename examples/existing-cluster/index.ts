import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { GpuNodePool, ProjectIdentity, TrainingStorage } from 'training-isolation/aws';
import { platform } from './platform';

const config = new pulumi.Config();
const provider = new aws.Provider('account', {
  region: platform.aws?.region as aws.Region,
  allowedAccountIds: [platform.aws?.account ?? ''],
});
const opts = { providers: [provider] };

// The cluster by its name and the group that EKS made for it; nothing of it is changed but three rules of that group.
const cluster = {
  name: platform.aws?.cluster.name ?? '',
  securityGroupId: config.require('clusterSecurityGroupId'),
};
new GpuNodePool(
  'p5',
  {
    platform,
    pool: 'p5',
    cluster,
    network: {
      vpcId: config.require('vpcId'),
      nodeSubnetIds: { 'eu-west-1a': config.require('nodeSubnetId') },
    },
  },
  opts,
);

// The datasets stand already: their fence is an output, to be applied where the bucket is managed.
const storage = new TrainingStorage('research', { platform, existing: ['research-datasets'] }, opts);

for (const project of platform.projects) {
  new ProjectIdentity(project.name, { platform, project: project.name, cluster }, opts);
}

export const datasetsBucketPolicy = storage.fences['research-datasets'];
