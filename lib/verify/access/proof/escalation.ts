import { actionNames } from '../action-names';
import type { AccessFacts, Role } from '../facts/role';
import { ANYWHERE, prove, type Proof } from './proof';

/** Actions after which the policy of a bucket no longer says who reads its objects, or their names. */
export const FENCE_ACTIONS = actionNames(
  's3',
  'PutBucketPolicy DeleteBucketPolicy PutReplicationConfiguration PutInventoryConfiguration',
  'PutBucketNotification PutBucketLogging CreateBucketMetadataTableConfiguration',
);

/** Actions that open a key for others, or shut it. */
export const KEY_ACTIONS = actionNames(
  'kms',
  'PutKeyPolicy CreateGrant RetireGrant RevokeGrant ScheduleKeyDeletion DisableKey ReplicateKey',
);

/** Actions after which a key opens for others or for nobody, whoever may use it now. */
export const KEY_OWNER_ACTIONS = actionNames('kms', 'PutKeyPolicy ScheduleKeyDeletion DisableKey');

/** Actions after which objects of a bucket, or their older versions, end by themselves. */
export const EXPIRY_ACTIONS = actionNames('s3', 'PutLifecycleConfiguration PutBucketVersioning');

/** Actions by which somebody administers a cluster: entries, an issuer of groups, the older map of roles. */
export const ADMINISTRATOR_ACTIONS = actionNames(
  'eks',
  'CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy AssociateIdentityProviderConfig UpdateClusterConfig',
);

/** A controller that AWS runs in the cluster with a role that whoever makes it passes on. */
export const CAPABILITY_ACTIONS = actionNames('eks', 'CreateCapability');
export const PASS_ACTIONS = actionNames('iam', 'PassRole');

/** Actions by which somebody takes a role on, in his own name. */
export const TAKE_ACTIONS = actionNames('sts', 'AssumeRole');

/** Actions after which a trail, a flow log or a group of logs says nothing more, or less than it did. */
export const TRAIL_ACTIONS = actionNames('cloudtrail', 'StopLogging DeleteTrail UpdateTrail PutEventSelectors');
export const FLOW_ACTIONS = actionNames('ec2', 'DeleteFlowLogs');
export const GROUP_ACTIONS = actionNames('logs', 'DeleteLogGroup DeleteLogStream');

/** Actions after which a service no longer writes its log into a bucket, or what it writes there can be removed. */
export const LOG_BUCKET_ACTIONS = actionNames(
  's3',
  'PutBucketPolicy DeleteBucketPolicy PutBucketObjectLockConfiguration',
);

/** Actions by which roles, users and members of groups give themselves rights. */
export const OWN_ACTIONS = {
  role: actionNames('iam', 'PutRolePolicy AttachRolePolicy'),
  user: actionNames('iam', 'PutUserPolicy AttachUserPolicy'),
  group: actionNames('iam', 'PutGroupPolicy AttachGroupPolicy'),
} as const;

/** Actions that change what a managed policy says, for whoever has it. */
export const VERSION_ACTIONS = actionNames('iam', 'CreatePolicyVersion SetDefaultPolicyVersion');

/** Actions by which roles and users free themselves of their boundary, or get another one. */
export const BOUNDARY_ACTIONS = {
  role: actionNames('iam', 'DeleteRolePermissionsBoundary PutRolePermissionsBoundary'),
  user: actionNames('iam', 'DeleteUserPermissionsBoundary PutUserPermissionsBoundary'),
} as const;

/** Actions that change what a role may do or who takes it on. */
export const ROLE_ACTIONS = actionNames('iam', 'PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy').concat(
  BOUNDARY_ACTIONS.role,
);

/** Actions after which a service that writes a log with a role may not do so any more. */
export const WRITER_ACTIONS = [...ROLE_ACTIONS, ...actionNames('iam', 'DeleteRole DeleteRolePolicy DetachRolePolicy')];

/**
 * Actions with which a role gets what it was not given, by what they open. Whoever holds one can rewrite a fence, borrow
 * another identity, or step into a node or its disks.
 */
const ESCALATIONS: Readonly<Record<string, readonly string[]>> = {
  'rewrites the fence of a bucket': [
    ...FENCE_ACTIONS,
    ...actionNames(
      's3',
      'PutBucketAcl PutBucketPublicAccessBlock PutAccountPublicAccessBlock',
      'PutBucketOwnershipControls PutLifecycleConfiguration',
      'PutEncryptionConfiguration PutBucketVersioning DeleteBucket',
    ),
  ],
  'opens a second way to the objects': actionNames(
    's3',
    'CreateAccessPoint PutAccessPointPolicy DeleteAccessPointPolicy CreateMultiRegionAccessPoint',
    'PutMultiRegionAccessPointPolicy CreateAccessPointForObjectLambda CreateAccessGrant CreateAccessGrantsLocation',
    'GetDataAccess CreateJob',
  ),
  'becomes another identity': actionNames(
    'sts',
    'AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML AssumeRoot SetContext',
  ),
  'gives itself or others rights': actionNames(
    'iam',
    'PassRole CreateRole PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy TagRole UntagRole PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy CreatePolicy CreatePolicyVersion SetDefaultPolicyVersion',
    'CreateUser CreateAccessKey CreateLoginProfile PutUserPolicy AttachUserPolicy AddUserToGroup PutGroupPolicy',
    'AttachGroupPolicy AddRoleToInstanceProfile CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint',
    'AddClientIDToOpenIDConnectProvider CreateSAMLProvider UpdateSAMLProvider CreateServiceLinkedRole',
  ),
  'changes who gets which role or right in a cluster': actionNames(
    'eks',
    'CreatePodIdentityAssociation UpdatePodIdentityAssociation DeletePodIdentityAssociation CreateAccessEntry UpdateAccessEntry',
    'AssociateAccessPolicy CreateAddon UpdateAddon UpdateClusterConfig AssociateIdentityProviderConfig CreateNodegroup',
    'UpdateNodegroupConfig CreateCapability UpdateCapability',
  ),
  'reads data under another key or opens a key': KEY_ACTIONS,
  'steps into a node or its disks': [
    ...actionNames('ssm', 'StartSession SendCommand ResumeSession CreateAssociation StartAutomationExecution'),
    ...actionNames('ec2-instance-connect', 'SendSSHPublicKey SendSerialConsoleSSHPublicKey OpenTunnel'),
    ...actionNames(
      'ec2',
      'RunInstances CreateSnapshot CreateSnapshots CopySnapshot ModifySnapshotAttribute AttachVolume CreateImage',
      'ModifyImageAttribute ModifyInstanceMetadataOptions ModifyInstanceAttribute GetPasswordData EnableSerialConsoleAccess',
      'CreateLaunchTemplateVersion ModifyLaunchTemplate AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    ),
    ...actionNames('ebs', 'ListSnapshotBlocks GetSnapshotBlock'),
  ],
  'moves interfaces between security groups or opens one': actionNames(
    'ec2',
    'ModifyNetworkInterfaceAttribute AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress ModifySecurityGroupRules',
    'ModifyVpcEndpoint CreateVpcEndpoint',
  ),
};

/** All of them, lower case. */
export const ESCALATING: ReadonlySet<string> = new Set(
  Object.values(ESCALATIONS).flatMap((actions) => actions.map((action) => action.toLowerCase())),
);

/** An escalation that a role has, or may have. */
export interface Escalation {
  /** Action that gives it, `iam:PassRole`. */
  readonly action: string;
  /** What it would mean. */
  readonly meaning: string;
  /** A request by which it is possible, or what is not known of it. */
  readonly proof: Exclude<Proof, { readonly verdict: 'proved' }>;
}

/** Every escalation of a role, on whatever resource. */
export function escalations(facts: AccessFacts, role: Role): readonly Escalation[] {
  const found: Escalation[] = [];
  for (const [meaning, actions] of Object.entries(ESCALATIONS)) {
    for (const action of actions) {
      const proof = prove(facts, role, [{ ...ANYWHERE, meaning, actions: [action] }]);
      if (proof.verdict !== 'proved') found.push({ action, meaning, proof });
    }
  }
  return found;
}
