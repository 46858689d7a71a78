import { arnGlob, glob } from '../../../glob/glob';
import {
  FLOW_ACTIONS,
  GROUP_ACTIONS,
  LOG_BUCKET_ACTIONS,
  TRAIL_ACTIONS,
  VERSION_ACTIONS,
  WRITER_ACTIONS,
} from '../../../access/proof/escalation';
import { changeableOf } from '../../../access/facts/role';
import { keyTarget } from '../../../access/proof/key-target';
import { targetsOn, type Target } from '../../../access/proof/proof';
import { keyId, namedKey } from '../../../cloud/key';
import { namedRole } from '../../../cloud/named-role';
import type { Evidence } from '../../../evidence';
import { BUCKETS } from '../../../input/pulumi/bucket-setting';
import { cloudName, type PlanLinks } from '../../../input/pulumi/plan-links';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { CLUSTER } from '../../../input/pulumi/resource-types';
import { FLOW_LOG, GROUP, TRAIL } from './log-writer';

/**
 * Requests that end the logs of a plan: its trails, its flow logs, and the groups in CloudWatch that those and the control
 * plane write to; and what their writers cannot do without: the policy of a bucket, a key, a role. What holds for ids that
 * only the cloud will give is asked of the name in the program.
 */
export function logEnds(links: PlanLinks, { access }: Pick<Evidence, 'access'>): readonly Target[] {
  const trails = links.of(TRAIL);
  const flows = links.of(FLOW_LOG);
  const ofCluster = links.of(CLUSTER).map((cluster) => `/aws/eks/${cloudName(cluster)}/cluster`);
  const written = [
    ...trails.flatMap((trail) => links.targets(trail, 'cloudWatchLogsGroupArn', GROUP)),
    ...flows.flatMap((flow) => links.targets(flow, 'logDestination', GROUP)),
  ];
  const names = new Set([...ofCluster, ...written.map(cloudName)]);
  const groups = [...names].flatMap((name) => [`logs:*:*:log-group:${name}`, `logs:*:*:log-group:${name}:*`]);
  const encrypted = [...trails, ...links.of(GROUP).filter((group) => names.has(cloudName(group)))];
  const roles = [
    ...trails.map((trail) => namedRole(links, access, trail, 'cloudWatchLogsRoleArn')),
    ...flows.map((flow) => namedRole(links, access, flow, 'iamRoleArn')),
  ].filter((role) => role !== undefined);
  const writers = roles.map(({ arn, name }) => (arn === undefined ? `iam::*:role/${name}` : withoutPartition(arn)));
  const policies = roles.flatMap(changeableOf).map(withoutPartition);
  return [
    ...ends(
      'stops the trail',
      TRAIL_ACTIONS,
      trails.map((trail) => `cloudtrail:*:*:trail/${cloudName(trail)}`),
    ),
    ...ends(
      'removes the flow log',
      FLOW_ACTIONS,
      flows.map((flow) => `ec2:*:*:vpc-flow-log/${knownText(propertyOf(flow, 'id')) ?? flow.name}`),
    ),
    ...ends('removes the log of the cluster or of its network', GROUP_ACTIONS, groups),
    ...bucketsOf(links, trails, flows).flatMap((name) =>
      ends('shuts the bucket of a log, or opens its lock', LOG_BUCKET_ACTIONS, [`s3:::${name}`]).map((target) => ({
        ...target,
        resourcePolicy: access.buckets.get(name),
      })),
    ),
    ...encrypted.flatMap((log) => {
      const found = namedKey(links, access, log, 'kmsKeyId');
      if (found.kind === 'none' || found.kind === 'unknown') return [];
      const policy = found.kind === 'known' ? found.policy : undefined;
      return [keyTarget(keyId(found.key), policy, 'shuts the key of a log')];
    }),
    ...ends('keeps the writer of a log from it', WRITER_ACTIONS, [...new Set(writers)]),
    ...ends('rewrites a policy by which a log is written', VERSION_ACTIONS, [...new Set(policies)]),
  ];
}

/** Names of those of the plan; what is written elsewhere is for rights elsewhere to remove. */
function bucketsOf(
  links: PlanLinks,
  trails: readonly PlannedResource[],
  flows: readonly PlannedResource[],
): readonly string[] {
  const referenced = [
    ...trails.flatMap((trail) => links.targets(trail, 's3BucketName', ...BUCKETS)),
    ...flows.flatMap((flow) => links.targets(flow, 'logDestination', ...BUCKETS)),
  ];
  const named = trails.map((trail) => knownText(propertyOf(trail, 's3BucketName')));
  return links.of(...BUCKETS).flatMap((bucket) => {
    const name = knownText(propertyOf(bucket, 'bucket'));
    return name !== undefined && (referenced.includes(bucket) || named.includes(name)) ? [name] : [];
  });
}

const withoutPartition = (arn: string): string => arn.replace(/^arn:[^:]*:/, '');

function ends(meaning: string, actions: readonly string[], arns: readonly string[]): readonly Target[] {
  return targetsOn(
    meaning,
    actions,
    arns.map((item) => arnGlob(glob(`arn:*:${item}`))),
  );
}
