import * as ec2 from '@pulumi/aws/ec2';
import type * as pulumi from '@pulumi/pulumi';
import { actingFor, logDeliveryPolicy, serviceTrust, type AwsPlatform } from '../../model/iam';
import { platformRole } from '../../model/aws/platform-role';
import { encryptedLogGroup, type EncryptedLogGroup } from '../log-group';
import { roleResources, type RoleResources } from '../role';

export interface FlowLogResources {
  readonly log: EncryptedLogGroup;
  readonly role: RoleResources;
  readonly flowLog: ec2.FlowLog;
}

/** Every connection of the VPC, accepted or refused, in a log group with a key of its own. */
export function flowLogResources(
  name: string,
  platform: AwsPlatform,
  vpcId: pulumi.Input<string>,
  retentionDays: number | undefined,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): FlowLogResources {
  const { aws } = platform;
  const group = `/training/${aws.cluster.name}/flow-logs`;
  const log = encryptedLogGroup(
    name,
    { platform: platform.name, aws, use: 'flow-logs', group, retentionDays },
    tags,
    opts,
  );
  const role = roleResources(
    `${name}-role`,
    {
      role: platformRole(platform.name, aws, 'flow-logs'),
      description: 'Writes the flow log of the training VPC',
      trust: serviceTrust('vpc-flow-logs.amazonaws.com', actingFor(aws, 'ec2', 'vpc-flow-log/*')),
      policies: { write: logDeliveryPolicy(aws, group) },
      tags,
    },
    opts,
  );
  const flowLog = new ec2.FlowLog(
    name,
    {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: log.group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags,
    },
    { ...opts, dependsOn: [...role.parts] },
  );
  return { log, role, flowLog };
}
