import * as aws from '@pulumi/aws';
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { App } from 'cdk8s';
import { GpuNodePool, ProjectFileSystem, ProjectIdentity } from 'training-isolation/aws';
import { Manifests } from 'training-isolation/bridge';
import { PlatformIsolation, TrainingProject } from 'training-isolation/kubernetes';
import { placeholders, platform } from './platform';

const config = new pulumi.Config();
const account = new aws.Provider('account', {
  region: platform.aws?.region as aws.Region,
  allowedAccountIds: [platform.aws?.account ?? ''],
});
const inAccount = { providers: [account] };

const cluster = {
  name: platform.aws?.cluster.name ?? '',
  securityGroupId: config.require('clusterSecurityGroupId'),
};
const network = {
  vpcId: config.require('vpcId'),
  nodeSubnetIds: { 'eu-west-1a': config.require('nodeSubnetId') },
};
const pool = new GpuNodePool('a10g', { platform, pool: 'a10g', cluster, network }, inAccount);
const fileSystem = new ProjectFileSystem(
  'vision',
  { platform, project: 'vision', fileSystem: { kind: 'efs' }, network, pools: [pool] },
  inAccount,
);
placeholders.fill('file-system', fileSystem.fileSystemId);
if (fileSystem.accessPointId) placeholders.fill('access-point', fileSystem.accessPointId);

const app = new App();
const charts = [
  new PlatformIsolation(app, 'platform', { platform }),
  new TrainingProject(app, 'vision', { platform, project: 'vision' }),
];
const manifests = new Manifests(
  'research',
  { objects: charts.flatMap((chart) => chart.toJson()), placeholders },
  {
    providers: [
      new kubernetes.Provider('cluster', { context: config.require('context'), enableServerSideApply: true }),
    ],
    dependsOn: [pool],
  },
);

// After the namespaces, so that it goes before them: nobody finds the role of a project under a name that is free again.
new ProjectIdentity(
  'vision',
  { platform, project: 'vision', cluster },
  { ...inAccount, dependsOn: [manifests.namespaces] },
);
