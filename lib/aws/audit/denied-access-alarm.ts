import * as cloudwatch from '@pulumi/aws/cloudwatch';
import type * as pulumi from '@pulumi/pulumi';
import { accessTrail } from '../../model/aws/access-log';
import { actingFor, logDeliveryPolicy, serviceTrust, type AwsPlatform } from '../../model/iam';
import { platformRole } from '../../model/aws/platform-role';
import { encryptedLogGroup, type EncryptedLogGroup } from '../log-group';
import { roleResources, type RoleResources } from '../role';

export interface DeniedAccessAlarm {
  readonly log: EncryptedLogGroup;
  readonly role: RoleResources;
  readonly filter: cloudwatch.LogMetricFilter;
  readonly alarm: cloudwatch.MetricAlarm;
}

/** Tells a topic when S3 denies something that training was after: a job that looks around, or a policy that is wrong. */
export function deniedAccessAlarm(
  name: string,
  platform: AwsPlatform,
  topicArn: pulumi.Input<string>,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): DeniedAccessAlarm {
  const { aws } = platform;
  const group = `/training/${aws.cluster.name}/access-log`;
  const log = encryptedLogGroup(
    `${name}-log`,
    { platform: platform.name, aws, use: 'access-log-group', group, retentionDays: undefined },
    tags,
    opts,
  );
  const role = roleResources(
    `${name}-role`,
    {
      role: platformRole(platform.name, aws, 'access-log'),
      description: 'Copies the access log to where alarms read it',
      trust: serviceTrust(
        'cloudtrail.amazonaws.com',
        actingFor(aws, 'cloudtrail', `trail/${accessTrail(platform.name)}`),
      ),
      policies: { write: logDeliveryPolicy(aws, group) },
      tags,
    },
    opts,
  );
  const metric = { name: 'DeniedTrainingAccess', namespace: `TrainingIsolation/${platform.name}` };
  const filter = new cloudwatch.LogMetricFilter(
    name,
    {
      name: metric.name,
      logGroupName: log.group.name,
      pattern: '{ ($.eventSource = "s3.amazonaws.com") && ($.errorCode = "AccessDenied") }',
      metricTransformation: { ...metric, value: '1', defaultValue: '0' },
    },
    opts,
  );
  const alarm = new cloudwatch.MetricAlarm(
    name,
    {
      name: `${platform.name}-denied-training-access`,
      alarmDescription: 'S3 denied access to training data',
      metricName: metric.name,
      namespace: metric.namespace,
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [topicArn],
      tags,
    },
    { ...opts, dependsOn: [filter] },
  );
  return { log, role, filter, alarm };
}
