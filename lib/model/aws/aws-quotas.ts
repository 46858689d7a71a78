import * as v from 'valibot';
import { optionalCount, shape } from '../fault/shape';

/** Walls of an AWS account that a large platform meets. Some can be raised; the description then says to what. */
export interface AwsQuotas {
  /** Managed node groups a cluster (https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html). */
  readonly nodeGroupsPerCluster: number;
  /** Nodes of a managed node group. */
  readonly nodesPerNodeGroup: number;
  /** Pod Identity associations a cluster (https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html). */
  readonly podIdentityAssociationsPerCluster: number;
  /** Roles of the account (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
  readonly rolesPerAccount: number;
}

const DEFAULT_QUOTAS: AwsQuotas = {
  nodeGroupsPerCluster: 30,
  nodesPerNodeGroup: 450,
  podIdentityAssociationsPerCluster: 1000,
  rolesPerAccount: 1000,
};

export const quotasShape = v.optional(
  shape<AwsQuotas>({
    nodeGroupsPerCluster: optionalCount,
    nodesPerNodeGroup: optionalCount,
    podIdentityAssociationsPerCluster: optionalCount,
    rolesPerAccount: optionalCount,
  }),
);

export function resolveQuotas(props: Partial<AwsQuotas> = {}): AwsQuotas {
  return { ...DEFAULT_QUOTAS, ...props };
}

/** Sizes that nobody can raise, in characters of JSON without blanks. */
export const POLICY_SIZES = {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
  bucketPolicy: 20_480,
  /** All inline policies of a role together (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
  inlinePolicies: 10_240,
  /** The trust policy of a role, before it is raised. */
  trustPolicy: 2_048,
} as const;

/** Most characters of a name. */
export const NAME_SIZES = { role: 64, nodeGroup: 63 } as const;
