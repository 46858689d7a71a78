import type { AwsPlatform } from '../../model/iam';

/** Who gets into the cluster, and as what. */
export interface ClusterAccess {
  /** ARN of an IAM role. A cluster knows a role once, so the groups of all its projects stand together. */
  readonly role: string;
  readonly kubernetesGroups: readonly string[];
  /** Whether it may do everything: an administrator of the description. */
  readonly administrator: boolean;
}

/**
 * One entry a role: administrators first, then people by their projects. People get groups, which the manifests bind to
 * roles without shells; the policies that EKS offers for people contain them
 * (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html).
 */
export function clusterAccess({ aws, adminGroup, projects }: AwsPlatform): readonly ClusterAccess[] {
  const groups = new Map<string, Set<string>>();
  for (const role of aws.access.administrators) groups.set(role, new Set([adminGroup]));
  for (const { role, group } of projects.flatMap(({ peopleRoles }) => peopleRoles)) {
    groups.set(role, (groups.get(role) ?? new Set()).add(group));
  }
  return [...groups].map(([role, names]) => ({
    role,
    kubernetesGroups: [...names].sort(),
    administrator: aws.access.administrators.includes(role),
  }));
}

/** The one policy of EKS that is used, for administrators: without it nobody could apply the first manifest. */
export function adminPolicyArn({ aws }: AwsPlatform): string {
  return `arn:${aws.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
}
