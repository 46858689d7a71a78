import { SUBNET, VPC } from '../../cloud/subnet-routes';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { fails, resourceSubject } from '../../problem';
import { CLUSTER, NODE_GROUP } from '../../input/pulumi/resource-types';

export const flowLogs: Check = {
  id: 'audit/flow-logs',
  title: 'The network of the cluster keeps a log of its flows',
  why: 'A policy that refuses leaves no other trace: without it nobody sees who tried.',
  stops: ['A1', 'A4'],
  control: 'a flow log of the VPC for all traffic, whose lines name both ends and what became of them',
  fix: 'add a flow log of the VPC with trafficType ALL',
  *judge({ plans }) {
    for (const links of plans) {
      if (links.of(CLUSTER).length === 0) continue;
      for (const vpc of networksOf(links)) {
        const logs = logsOf(links, vpc);
        const traffic = logs.filter(tellsWhoMetWhom).map((log) => propertyOf(log, 'trafficType'));
        const complete = traffic.includes('ALL') || (traffic.includes('ACCEPT') && traffic.includes('REJECT'));
        const text = logs.length === 0 ? 'has no flow log' : 'logs only a part of its traffic';
        yield { subject: resourceSubject(vpc), problems: complete ? [] : [fails(text)] };
      }
    }
  },
};

/** Those of subnets of clusters and node groups; all where a plan does not show every subnet of a cluster. */
function networksOf(links: PlanLinks): readonly PlannedResource[] {
  const all = links.of(VPC);
  const networks = (resource: PlannedResource, property: string): readonly (PlannedResource | undefined)[] =>
    links.targets(resource, property, SUBNET).map((subnet) => links.referenced(subnet, 'vpcId', VPC));
  const ofClusters = links.of(CLUSTER).map((cluster) => networks(cluster, 'vpcConfig'));
  if (ofClusters.some((found) => found.length === 0 || found.includes(undefined))) return all;
  const used = new Set([
    ...ofClusters.flat(),
    ...links.of(NODE_GROUP).flatMap((group) => networks(group, 'subnetIds')),
  ]);
  return all.filter((vpc) => used.has(vpc));
}

/** Fields without which a line does not say who met whom, and whether they were let through. */
const FIELDS = [/\$\{(?:pkt-)?srcaddr\}/, /\$\{(?:pkt-)?dstaddr\}/, /\$\{action\}/];

/** The format that AWS chooses has all of them (https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html). */
function tellsWhoMetWhom(log: PlannedResource): boolean {
  const format = knownText(propertyOf(log, 'logFormat')) ?? '';
  return format === '' || FIELDS.every((field) => field.test(format));
}

function logsOf(links: PlanLinks, vpc: PlannedResource): readonly PlannedResource[] {
  return links.of('aws:ec2/flowLog:FlowLog').filter((log) => links.targets(log, 'vpcId', vpc.type).includes(vpc));
}
