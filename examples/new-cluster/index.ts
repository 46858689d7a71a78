import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  AuditTrail,
  GpuNodePool,
  ProjectIdentity,
  TrainingCluster,
  TrainingNetwork,
  TrainingStorage,
} from 'training-isolation/aws';
import { platform } from './platform';

const config = new pulumi.Config();
const deletionProtection = config.requireBoolean('deletionProtection');
const deniedAccessTopicArn = config.get('deniedAccessTopicArn');

// Account and region are those of the description; with the wrong credentials nothing is touched.
const provider = new aws.Provider('account', {
  region: platform.aws?.region as aws.Region,
  allowedAccountIds: [platform.aws?.account ?? ''],
});
const opts = { providers: [provider] };

const network = new TrainingNetwork('ml', { platform, deletionProtection }, opts);
const cluster = new TrainingCluster('ml', { platform, network, deletionProtection }, opts);
for (const pool of platform.pools) {
  new GpuNodePool(pool.name, { platform, pool: pool.name, cluster, network }, opts);
}
new TrainingStorage('ml', { platform, deletionProtection }, opts);
for (const project of platform.projects) {
  new ProjectIdentity(project.name, { platform, project: project.name, cluster }, opts);
}
const audit = new AuditTrail(
  'ml-audit',
  { platform, deletionProtection, ...(deniedAccessTopicArn === undefined ? {} : { deniedAccessTopicArn }) },
  opts,
);

/** `aws eks update-kubeconfig --name` takes it. */
export const clusterName = cluster.name;
/** For `aws.s3EndpointIds` of the description: the fences of the buckets then name this endpoint. */
export const s3EndpointId = network.s3EndpointId;
export const trailArn = audit.trail.arn;
