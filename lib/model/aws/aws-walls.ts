import { autoscalerTags, MAX_TAG_KEY } from '../nodes/autoscaler-tags';
import { NAME_SIZES, POLICY_SIZES } from './aws-quotas';
import { shown, type Fault } from '../fault/fault';
import {
  documentText,
  projectRolePolicy,
  projectTrust,
  sharedRolePolicies,
  trainingBucketFence,
  type AwsPlatform,
} from '../iam';
import { nodeRole } from '../nodes/node-role';
import type { NodeGroup } from '../nodes/node-group';
import type { PolicyDocument } from '../iam';
import { trainingBuckets } from '../storage/training-buckets';

/**
 * Where the platform is larger than AWS allows: quotas, sizes of documents, lengths of names. Each fault names the wall. It
 * is asked where infrastructure is built, not of every description: manifests have no such walls.
 */
export function awsWalls(platform: AwsPlatform): Fault[] {
  const groups = distinctGroups(platform);
  return [
    ...nodeWalls(platform, groups),
    ...identityWalls(platform, groups),
    ...documentWalls(platform),
    ...nameWalls(platform, groups),
  ];
}

/** Every node group once; projects that share a pool share its group. */
function distinctGroups(platform: AwsPlatform): readonly NodeGroup[] {
  const byName = new Map(platform.projects.flatMap(({ nodeGroups }) => nodeGroups.map((group) => [group.name, group])));
  return [...byName.values()];
}

function nodeWalls({ aws: { quotas, zones, vpcCidr }, pools }: AwsPlatform, groups: readonly NodeGroup[]): Fault[] {
  const managed = groups.filter(({ pool }) => pool.provisioner === 'managed');
  // A cluster that is made with its network has a group a zone for what is not training.
  const ofTheSystem = vpcCidr === undefined ? 0 : zones.length;
  const faults = wall(
    'pools',
    managed.length + ofTheSystem,
    quotas.nodeGroupsPerCluster,
    'managed node groups a cluster',
    'give pools provisioner: "karpenter", which needs no group, or raise the quota and say aws.quotas.nodeGroupsPerCluster',
  );
  pools.forEach((pool, index) => {
    const most = Math.max(
      0,
      ...managed.filter((group) => group.pool.name === pool.name).map(({ maxNodes }) => maxNodes),
    );
    faults.push(
      ...wall(
        `pools[${index}].maxNodes`,
        most,
        quotas.nodesPerNodeGroup,
        'nodes a managed node group',
        'split the pool, or raise the quota and say aws.quotas.nodesPerNodeGroup',
      ),
    );
  });
  return faults;
}

function identityWalls({ aws, projects }: AwsPlatform, groups: readonly NodeGroup[]): Fault[] {
  const shared = aws.credentials.kind === 'shared-role';
  return [
    ...wall(
      'projects',
      (shared ? 1 : projects.length) + groups.length,
      aws.quotas.rolesPerAccount,
      'roles an account: one a project and one a node group',
      'take aws.credentials of kind shared-role, or raise the quota and say aws.quotas.rolesPerAccount',
    ),
    ...(aws.credentials.kind === 'irsa'
      ? []
      : wall(
          'projects',
          projects.length,
          aws.quotas.podIdentityAssociationsPerCluster,
          'Pod Identity associations a cluster',
          'use a second cluster, or raise the quota and say aws.quotas.podIdentityAssociationsPerCluster',
        )),
  ];
}

function documentWalls(platform: AwsPlatform): Fault[] {
  const { projects, aws } = platform;
  const buckets = trainingBuckets(projects);
  const fences = buckets.flatMap((bucket) => {
    const own = bucket.projects.filter(({ ownFence }) => ownFence).length;
    return wall(
      own === 0 ? `bucket ${bucket.name}` : 'projects',
      sizeOf(trainingBucketFence(platform, bucket)),
      POLICY_SIZES.bucketPolicy,
      `characters in the policy of bucket ${bucket.name} (20 KB); ${own} projects have a prefix of their own in it`,
      'leave prefix out, so that one fence of constant size serves all projects, or spread the projects over buckets',
    );
  });
  if (aws.credentials.kind === 'shared-role') {
    const size = sharedRolePolicies(platform, buckets).reduce((sum, policy) => sum + sizeOf(policy), 0);
    return [
      ...fences,
      ...wall(
        'storage',
        size,
        POLICY_SIZES.inlinePolicies,
        'characters of inline policies a role',
        'use fewer buckets',
      ),
    ];
  }
  return [
    ...fences,
    ...projects.flatMap((project, index) => {
      const policy = projectRolePolicy(platform, project);
      return [
        ...wall(
          `projects[${index}]`,
          policy === undefined ? 0 : sizeOf(policy),
          POLICY_SIZES.inlinePolicies,
          'characters of inline policies a role',
          'shorten the prefix',
        ),
        ...wall(
          `projects[${index}]`,
          sizeOf(projectTrust(platform, project)),
          POLICY_SIZES.trustPolicy,
          'characters of a trust policy',
          'shorten the names',
        ),
      ];
    }),
  ];
}

function nameWalls(platform: AwsPlatform, groups: readonly NodeGroup[]): Fault[] {
  return groups.flatMap((group) => {
    const role = nodeRole(platform.name, platform.aws, group).name;
    const keys = Object.keys(autoscalerTags(platform.aws.cluster.name, group));
    const longest = keys.reduce((long, key) => (key.length > long.length ? key : long), '');
    return [
      ...nameWall(role, NAME_SIZES.role, 'the role of its nodes'),
      ...nameWall(group.name, NAME_SIZES.nodeGroup, 'its node group'),
      ...nameWall(longest, MAX_TAG_KEY, 'a tag that the autoscaler reads'),
    ];
  });
}

function nameWall(name: string, most: number, what: string): Fault[] {
  if (name.length <= most) return [];
  return [
    {
      path: 'pools',
      given: `${shown(name)}, ${name.length} characters, as the name of ${what}`,
      allowed: `at most ${most} characters`,
      fix: 'shorten the name of the platform, pool or project, or labels.keyPrefix; nothing is cut off by itself',
    },
  ];
}

function wall(path: string, given: number, most: number, what: string, fix: string): Fault[] {
  return given <= most ? [] : [{ path, given: String(given), allowed: `at most ${most} ${what}`, fix }];
}

const sizeOf = (policy: PolicyDocument): number => documentText(policy).length;
