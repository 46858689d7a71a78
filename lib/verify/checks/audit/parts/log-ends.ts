import { arnGlob, glob, type Glob } from '../../../glob/glob';
import { oneOf } from '../../../glob/language';
import { FLOW_ACTIONS, GROUP_ACTIONS, TRAIL_ACTIONS } from '../../../access/proof/escalation';
import { ANYWHERE, type Target } from '../../../access/proof/proof';
import { cloudName, type PlanLinks } from '../../../input/pulumi/plan-links';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf } from '../../../input/pulumi/planned-resource';
import { CLUSTER } from '../../../input/pulumi/resource-types';
import { FLOW_LOG, GROUP, TRAIL } from './log-writer';

/**
 * Requests that end the logs of a plan: its trails, its flow logs, and the groups in CloudWatch that those and the control
 * plane write to. What holds for ids that only the cloud will give is asked of the name in the program.
 */
export function logEnds(links: PlanLinks): readonly Target[] {
  const trails = links.of(TRAIL);
  const flows = links.of(FLOW_LOG);
  const ofCluster = links.of(CLUSTER).map((cluster) => `/aws/eks/${cloudName(cluster)}/cluster`);
  const written = [
    ...trails.flatMap((trail) => links.targets(trail, 'cloudWatchLogsGroupArn', GROUP)),
    ...flows.flatMap((flow) => links.targets(flow, 'logDestination', GROUP)),
  ];
  const groups = [...new Set([...ofCluster, ...written.map(cloudName)])].flatMap((name) => [
    `logs:*:*:log-group:${name}`,
    `logs:*:*:log-group:${name}:*`,
  ]);
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
  ];
}

function ends(meaning: string, actions: readonly string[], arns: readonly string[]): readonly Target[] {
  const globs = arns.map((item): Glob => arnGlob(glob(`arn:*:${item}`)));
  return globs.length === 0 ? [] : [{ ...ANYWHERE, meaning, actions, resource: oneOf(globs) }];
}
