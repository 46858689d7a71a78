import { arn, bucketArn, dnsSuffix, type Place } from '../../../../model/aws/arn';
import { decide } from '../../../access/decision';
import { isPolicyOfBucket, missingText, missingTexts } from '../../../access/missing';
import { policyName } from '../../../access/policy/named-policy';
import type { Policy } from '../../../access/policy/policy';
import { roleContext } from '../../../access/role-context';
import { serviceContext, serviceDecision, type ServiceSource } from '../../../access/service-decision';
import { keyArn, namedKey, outOfUse } from '../../../cloud/key';
import { namedRole } from '../../../cloud/named-role';
import type { Evidence } from '../../../evidence';
import { cloudName, type PlanLinks } from '../../../input/pulumi/plan-links';
import { knownText } from '../../../input/pulumi/plan-value';
import { BUCKETS } from '../../../input/pulumi/bucket-setting';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { fails, inputPlace, notKnown, type Problem } from '../../../problem';

export const TRAIL = 'aws:cloudtrail/trail:Trail';
export const GROUP = 'aws:cloudwatch/logGroup:LogGroup';
/** Where a flow log goes that does not say it. */
const INTO_A_GROUP = 'cloud-watch-logs';
export const FLOW_LOG = 'aws:ec2/flowLog:FlowLog';

/** A request that has to work: action, resource, further keys. */
type Wanted = readonly [action: string, resource: string, keys?: Keys];
type Keys = readonly (readonly [string, string])[];

/** Asks for each kind of log whether its writer gets through. */
export class LogWriter {
  constructor(
    private readonly evidence: Evidence,
    private readonly links: PlanLinks,
    private readonly place: Place,
  ) {}

  problems(resource: PlannedResource): readonly Problem[] | 'nothing to ask' {
    switch (resource.type) {
      case TRAIL:
        return this.ofTrail(resource);
      case FLOW_LOG:
        return this.ofFlowLog(resource);
      default:
        return propertyOf(resource, 'kmsKeyId') === undefined ? 'nothing to ask' : this.ofGroup(resource);
    }
  }

  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
  private ofTrail(trail: PlannedResource): readonly Problem[] {
    const { account } = this.place;
    const service = 'cloudtrail.amazonaws.com';
    const source = { account, arn: arn(this.place, 'cloudtrail', `trail/${cloudName(trail)}`) };
    const context = [['kms:EncryptionContext:aws:cloudtrail:arn', source.arn]] as const;
    return [
      ...this.inBucket(trail, service, source),
      ...this.withKey(trail, service, source, [
        ['kms:GenerateDataKey', context],
        ['kms:DescribeKey', []],
      ]),
      ...(propertyOf(trail, 'cloudWatchLogsRoleArn') === undefined
        ? []
        : this.byRole(trail, 'cloudWatchLogsRoleArn', 'cloudWatchLogsGroupArn', service, source)),
    ];
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  private ofGroup(group: PlannedResource): readonly Problem[] {
    const { region, partition, account } = this.place;
    const service = `logs.${region}.${dnsSuffix(partition)}`;
    const source = { account, arn: arn(this.place, 'logs', `log-group:${cloudName(group)}`) };
    const context = [['kms:EncryptionContext:aws:logs:arn', source.arn]] as const;
    const actions = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey'];
    return this.withKey(
      group,
      service,
      source,
      actions.map((action) => [`kms:${action}`, context]),
    );
  }

  /**
   * Into a bucket AWS writes by a policy that it adds itself; into a log group with a role
   * (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html).
   */
  private ofFlowLog(log: PlannedResource): readonly Problem[] | 'nothing to ask' {
    const kind = knownText(propertyOf(log, 'logDestinationType')) ?? INTO_A_GROUP;
    if (kind !== INTO_A_GROUP) return 'nothing to ask';
    if (propertyOf(log, 'iamRoleArn') === undefined) return [fails('names no role that writes into its log group')];
    const source = { account: this.place.account, arn: arn(this.place, 'ec2', 'vpc-flow-log/fl-0123456789abcdef0') };
    return this.byRole(log, 'iamRoleArn', 'logDestination', 'vpc-flow-logs.amazonaws.com', source);
  }

  private inBucket(trail: PlannedResource, service: string, source: ServiceSource): readonly Problem[] {
    const property = 's3BucketName';
    const { access } = this.evidence;
    const bucket = this.links.referenced(trail, property, ...BUCKETS);
    const name = knownText(propertyOf(trail, property)) ?? knownText(bucket && propertyOf(bucket, 'bucket'));
    const policy = name === undefined ? undefined : access.buckets.get(name);
    const at = inputPlace(trail, property);
    if (name === undefined || (policy === undefined && bucket === undefined))
      return [notKnown('the policy of its bucket is not in the plan', { at })];
    if (policy === undefined) {
      const unread = access.missing.find(isPolicyOfBucket(name));
      return unread !== undefined
        ? [notKnown(`not known: ${missingText(unread)}`, { at })]
        : [fails(`${name} has no policy that lets ${service} write`, { at })];
    }
    const prefix = knownText(propertyOf(trail, 's3KeyPrefix'));
    const { account, region } = this.place;
    const key = `${prefix === undefined ? '' : `${prefix}/`}AWSLogs/${account}/CloudTrail/${region}/2026/12/01/a.json.gz`;
    return this.unanswered(policy, service, source, [
      ['s3:GetBucketAcl', bucketArn(this.place, name)],
      ['s3:PutObject', bucketArn(this.place, name, key), [['s3:x-amz-acl', 'bucket-owner-full-control']]],
    ]);
  }

  private withKey(
    log: PlannedResource,
    service: string,
    source: ServiceSource,
    wanted: readonly (readonly [action: string, keys: Keys])[],
  ): readonly Problem[] {
    const at = inputPlace(log, 'kmsKeyId');
    const key = namedKey(this.links, this.evidence.access, log, 'kmsKeyId');
    switch (key.kind) {
      case 'none':
        return [];
      case 'unknown':
        return [notKnown(key.missing, { at })];
      case 'default':
        return [fails(`${key.key.name} has no policy that lets ${service} encrypt`, { at })];
      case 'known': {
        const idle = outOfUse(key.key);
        if (idle !== undefined) return [fails(`its key ${key.key.name} ${idle}`, { at })];
        return this.unanswered(
          key.policy,
          service,
          source,
          wanted.map(([action, keys]) => [action, keyArn(this.place, key.key), keys]),
        );
      }
    }
  }

  /** A role that the service takes on and writes a log group with. */
  private byRole(
    log: PlannedResource,
    roleProperty: string,
    groupProperty: string,
    service: string,
    source: ServiceSource,
  ): readonly Problem[] {
    const { access } = this.evidence;
    const at = inputPlace(log, roleProperty);
    const role = namedRole(this.links, access, log, roleProperty);
    const group = this.links.referenced(log, groupProperty, GROUP);
    if (role === undefined) return [notKnown('the role that writes it is not in the plan', { at })];
    if (role.trust === undefined)
      return [notKnown(`not known: ${policyName({ kind: 'trust-policy', role: role.name })}`, { at })];
    if (group === undefined)
      return [notKnown('the log group is not in the plan', { at: inputPlace(log, groupProperty) })];
    const stream = arn(this.place, 'logs', `log-group:${cloudName(group)}:log-stream:a`);
    const context = roleContext(role, access.podIdentities);
    const asked = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
      action,
      decision: decide(access, role, { action, resource: stream, context }),
    }));
    return [
      ...this.unanswered(role.trust, service, source, [['sts:AssumeRole', role.arn ?? '*']]),
      ...asked.flatMap(({ action, decision: { outcome, missing } }) =>
        outcome === 'allowed'
          ? []
          : outcome === 'unknown'
            ? [notKnown(`whether ${role.name} may ${action}; not known: ${missingTexts(missing)}`, { at })]
            : [fails(`${role.name} may not ${action} on ${stream}`, { at })],
      ),
    ];
  }

  /** What a policy does not let a service do. */
  private unanswered(
    policy: Policy,
    service: string,
    source: ServiceSource,
    wanted: readonly Wanted[],
  ): readonly Problem[] {
    const at = policy.place;
    return wanted.flatMap(([action, resource, keys]) => {
      const answer = serviceDecision(policy, service, {
        action,
        resource,
        context: serviceContext(service, source, keys),
      });
      if (answer === 'yes') return [];
      const what = `${action}, by ${policy.place.name}`;
      return answer === 'no'
        ? [fails(`${service} may not ${what}`, { at })]
        : [notKnown(`whether ${service} may ${what}`, { at })];
    });
  }
}
