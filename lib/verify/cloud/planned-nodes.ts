import { nameInArn } from '../../model/aws/arn';
import { cloudName, type PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { UNKNOWN } from '../input/pulumi/wire-value';
import type { Match } from '../match';
import type { NodePool } from '../placement/node-pool';
import { isTrainingPool } from '../scope/training-pools';
import type { TrainingScope } from '../scope/training-scope';
import { LAUNCH_TEMPLATE, NODE_GROUP, ROLE } from '../input/pulumi/resource-types';
import { onceFor } from '../once-for';

/** A managed node group of a plan whose nodes are for training, and what its nodes are made of. */
export interface PlannedNodes {
  readonly links: PlanLinks;
  readonly group: PlannedResource;
  readonly pool: NodePool;
  /** `elsewhere`: it has one that is not in the plan, or another version of one. */
  readonly template: PlannedResource | 'none' | 'elsewhere';
  /** Project that its nodes say they serve. */
  readonly project: string | undefined;
  /** Name of the pool that its nodes say they are of. */
  readonly poolName: string | undefined;
}

export function plannedNodes(
  plans: readonly PlanLinks[],
  pools: readonly NodePool[],
  scope: TrainingScope,
): readonly PlannedNodes[] {
  const byGroup = new Map(pools.map((pool) => [pool.source, pool]));
  return plans.flatMap((links) =>
    links.of(NODE_GROUP).flatMap((group): readonly PlannedNodes[] => {
      const pool = byGroup.get(group);
      if (pool === undefined || !isTrainingPool(pool, scope)) return [];
      const named = links.referenced(group, 'launchTemplate', LAUNCH_TEMPLATE);
      const template = named !== undefined && showsVersion(named, group) ? named : undefined;
      const given = propertyOf(group, 'launchTemplate') !== undefined;
      return [
        {
          links,
          group,
          pool,
          template: template ?? (given ? 'elsewhere' : 'none'),
          project: pool.labels.known.get(scope.keys.project),
          poolName: pool.labels.known.get(scope.keys.pool),
        },
      ];
    }),
  );
}

/** A stack shows the latest version of a template; one that is still to come has no other. */
function showsVersion(template: PlannedResource, group: PlannedResource): boolean {
  const version = knownText(knownField(propertyOf(group, 'launchTemplate'), 'version'));
  const latest = propertyOf(template, 'latestVersion');
  if (version === undefined || version === '$Latest' || typeof latest !== 'number') return true;
  return (version === '$Default' ? propertyOf(template, 'defaultVersion') : Number(version)) === latest;
}

/** The launch template, where it is in the plan. */
export function templateOf({ template }: PlannedNodes): PlannedResource | undefined {
  return typeof template === 'string' ? undefined : template;
}

/** How many interfaces of its nodes carry EFA. */
export function efaInterfaces(nodes: PlannedNodes): number {
  const template = templateOf(nodes);
  if (template === undefined) return 0;
  return knownList(propertyOf(template, 'networkInterfaces')).filter(
    (item) => knownText(knownField(item, 'interfaceType'))?.startsWith('efa') === true,
  ).length;
}

/** Whether an interface of its nodes carries EFA; those that EKS makes by itself do not. */
export function hasEfa(nodes: PlannedNodes): Match {
  if (nodes.template === 'elsewhere') return 'maybe';
  if (efaInterfaces(nodes) > 0) return 'yes';
  const template = templateOf(nodes);
  const given = template === undefined ? undefined : propertyOf(template, 'networkInterfaces');
  const types = knownList(given).map((item) => knownField(item, 'interfaceType'));
  return given === UNKNOWN || types.includes(UNKNOWN) ? 'maybe' : 'no';
}

/** What tells the node roles of two pools apart: the role in the plan, or its ARN. Pools are compared with all others. */
export const nodeRoleOf = onceFor(
  ({ links, group }: PlannedNodes) =>
    links.targets(group, 'nodeRoleArn', ROLE)[0] ?? knownText(propertyOf(group, 'nodeRoleArn')),
);

/** The name of that role; undefined where it is not known. */
export function nodeRoleName(nodes: PlannedNodes): string | undefined {
  const role = nodeRoleOf(nodes);
  return typeof role === 'object' ? cloudName(role) : role && nameInArn(role);
}
