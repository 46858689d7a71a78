import type { RiskId } from '../../model';
import { ownValue } from '../record';
import type { Role } from './facts/role';
import type { Missing } from './missing';
import { allowing } from './supposed-role';

/** What a policy that AWS manages means for whoever holds it. */
export interface ManagedPolicy {
  /** What an escape to the holder gets; undefined where it is nothing. */
  readonly gives?: string;
  /** Risk of the model that it is. */
  readonly risk?: RiskId;
  /** Whether it says anything about S3. */
  readonly touchesBuckets: boolean;
  /** Whether it removes logs, or keeps their writers from the bucket. @default false */
  readonly endsLogs?: boolean;
  /** Actions that it allows on everything, as far as somebody here asks for them. */
  readonly allows?: readonly string[];
}

const harmless = (...allows: readonly string[]): ManagedPolicy => ({ touchesBuckets: false, allows });
const PULLS = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const gives = (text: string, more: Partial<ManagedPolicy> = {}): ManagedPolicy => ({
  gives: text,
  touchesBuckets: false,
  ...more,
});

/**
 * Policies of AWS whose text no plan holds, as far as nodes, agents, clusters and common functions carry them
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html). Others are unknown.
 */
const KNOWN: Readonly<Record<string, ManagedPolicy>> = {
  AmazonEKSWorkerNodePolicy: harmless(
    'ec2:DescribeInstances',
    'eks:DescribeCluster',
    'eks-auth:AssumeRoleForPodIdentity',
  ),
  AmazonEKSWorkerNodeMinimalPolicy: harmless('ec2:DescribeInstances', 'eks-auth:AssumeRoleForPodIdentity'),
  AmazonEC2ContainerRegistryReadOnly: harmless(...PULLS),
  AmazonEC2ContainerRegistryPullOnly: harmless(...PULLS),
  // What functions and agents write their logs, traces and numbers by, and nothing else.
  AWSLambdaBasicExecutionRole: harmless(),
  AWSXRayDaemonWriteAccess: harmless(),
  AWSXrayWriteOnlyAccess: harmless(),
  CloudWatchAgentServerPolicy: harmless(),
  AmazonPrometheusRemoteWriteAccess: harmless(),
  AmazonRDSEnhancedMonitoringRole: harmless(),
  AmazonEKSFargatePodExecutionRolePolicy: harmless(...PULLS),
  AWSLambdaSQSQueueExecutionRole: gives('messages of every queue'),
  AWSLambdaDynamoDBExecutionRole: gives('changes of every table'),
  AWSLambdaKinesisExecutionRole: gives('every stream'),
  AWSLambdaVPCAccessExecutionRole: gives('interfaces of the account'),
  AmazonECSTaskExecutionRolePolicy: harmless(...PULLS),
  AmazonEKSClusterPolicy: gives('instances, volumes and security groups of the cluster'),
  AmazonEKSVPCResourceController: gives('interfaces of the account'),
  AmazonEBSCSIDriverPolicy: gives('snapshots and volumes of every node'),
  AmazonEFSCSIDriverPolicy: gives('access points of every file system'),
  AmazonSSMManagedInstanceCore: gives('sessions on the node through Systems Manager', { risk: 'node-access' }),
  AmazonEC2RoleforSSM: gives('sessions on the node, and every bucket', { risk: 'node-access', touchesBuckets: true }),
  AmazonEKS_CNI_Policy: gives('interfaces of every instance of the account, moved between security groups'),
  AmazonS3FullAccess: gives('every bucket of the account', { touchesBuckets: true, endsLogs: true }),
  AmazonS3ReadOnlyAccess: gives('every bucket of the account, to read', { touchesBuckets: true }),
  AmazonAPIGatewayPushToCloudWatchLogs: gives('events of every log, to read'),
  AmazonEC2FullAccess: gives('every instance, disk and security group', { endsLogs: true }),
  AmazonEC2ContainerRegistryPowerUser: gives('images of every project, pushed'),
  AmazonEC2ContainerRegistryFullAccess: gives('images of every project, pushed and removed'),
  PowerUserAccess: gives('everything but identities', { touchesBuckets: true, endsLogs: true }),
  AdministratorAccess: gives('everything', { touchesBuckets: true, endsLogs: true }),
};

/** Undefined for policies that are not known here, those of the account itself among them. */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  const match = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(arn);
  const name = match?.[1] ?? '';
  return ownValue(KNOWN, name);
}

/** ARNs of the policies among what is missing of a role; the rest is missing for other reasons. */
export function missingPolicies(missing: readonly Missing[]): readonly string[] {
  return missing.flatMap((item) =>
    item.kind === 'attached-policy' && item.policy.startsWith('arn:') ? item.policy : [],
  );
}

/** The role as far as buckets go: policies that do not speak of S3 are left out of what is missing. */
export function forBuckets(role: Role): Role {
  return withoutSilent(role, ({ touchesBuckets }) => !touchesBuckets);
}

/** The same as far as logs go. */
export function forLogs(role: Role): Role {
  return withoutSilent(role, ({ endsLogs = false }) => !endsLogs);
}

function withoutSilent(role: Role, isSilent: (policy: ManagedPolicy) => boolean): Role {
  const silent = missingPolicies(role.missing).filter((arn) => {
    const known = managedPolicy(arn);
    return known !== undefined && isSilent(known);
  });
  return silent.length === 0 ? role : withoutPolicies(role, silent);
}

/** The role with what is known of the policies that AWS manages: those here allow, and deny nothing. */
export function withManagedPolicies(role: Role): Role {
  const known = missingPolicies(role.missing).flatMap((arn) => {
    const policy = managedPolicy(arn);
    return policy === undefined ? [] : [{ arn, allows: policy.allows ?? [] }];
  });
  if (known.length === 0) return role;
  const place = role.trust?.place ?? role.identity[0]?.place;
  if (place === undefined) return role;
  const identity = known
    .filter(({ allows }) => allows.length > 0)
    .map(({ arn, allows }) => allowing(`policy ${arn}`, allows, place));
  const arns = known.map(({ arn }) => arn);
  return { ...withoutPolicies(role, arns), identity: [...role.identity, ...identity] };
}

/** The role without policies that are told about elsewhere. */
export function withoutPolicies(role: Role, arns: readonly string[]): Role {
  const isTold = (item: Missing): boolean => item.kind === 'attached-policy' && arns.includes(item.policy);
  return { ...role, missing: role.missing.filter((item) => !isTold(item)) };
}
