import type { AccessFacts, Role } from '../facts/role';
import { ANYWHERE, prove, type Proof } from './proof';

/** Actions after which the policy of a bucket no longer says who reads its objects, or their names. */
export const FENCE_ACTIONS = list(
  's3',
  'PutBucketPolicy DeleteBucketPolicy PutReplicationConfiguration PutInventoryConfiguration',
  'PutBucketNotification PutBucketLogging CreateBucketMetadataTableConfiguration',
);

/** Actions that open a key for others, or shut it. */
export const KEY_ACTIONS = list(
  'kms',
  'PutKeyPolicy CreateGrant RetireGrant RevokeGrant ScheduleKeyDeletion DisableKey ReplicateKey',
);

/** Actions by which somebody administers a cluster. */
export const ADMINISTRATOR_ACTIONS = list('eks', 'CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy');

/** Actions that change what a role may do or who takes it on. */
export const ROLE_ACTIONS = list(
  'iam',
  'PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy DeleteRolePermissionsBoundary PutRolePermissionsBoundary',
);

/**
 * Actions with which a role gets what it was not given, by what they open. Whoever holds one can rewrite a fence, borrow
 * another identity, or step into a node or its disks.
 */
const ESCALATIONS: Readonly<Record<string, readonly string[]>> = {
  'rewrites the fence of a bucket': [
    ...FENCE_ACTIONS,
    ...list(
      's3',
      'PutBucketAcl PutBucketPublicAccessBlock PutAccountPublicAccessBlock',
      'PutBucketOwnershipControls PutLifecycleConfiguration',
      'PutEncryptionConfiguration PutBucketVersioning DeleteBucket',
    ),
  ],
  'opens a second way to the objects': list(
    's3',
    'CreateAccessPoint PutAccessPointPolicy DeleteAccessPointPolicy CreateMultiRegionAccessPoint',
    'PutMultiRegionAccessPointPolicy CreateAccessPointForObjectLambda CreateAccessGrant CreateAccessGrantsLocation',
    'GetDataAccess CreateJob',
  ),
  'becomes another identity': list(
    'sts',
    'AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML AssumeRoot SetContext',
  ),
  'gives itself or others rights': list(
    'iam',
    'PassRole CreateRole PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy TagRole UntagRole PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy CreatePolicy CreatePolicyVersion SetDefaultPolicyVersion',
    'CreateUser CreateAccessKey CreateLoginProfile PutUserPolicy AttachUserPolicy AddUserToGroup PutGroupPolicy',
    'AttachGroupPolicy AddRoleToInstanceProfile CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint',
    'AddClientIDToOpenIDConnectProvider CreateSAMLProvider UpdateSAMLProvider CreateServiceLinkedRole',
  ),
  'changes who gets which role or right in a cluster': list(
    'eks',
    'CreatePodIdentityAssociation UpdatePodIdentityAssociation DeletePodIdentityAssociation CreateAccessEntry UpdateAccessEntry',
    'AssociateAccessPolicy CreateAddon UpdateAddon UpdateClusterConfig AssociateIdentityProviderConfig CreateNodegroup',
    'UpdateNodegroupConfig',
  ),
  'reads data under another key or opens a key': KEY_ACTIONS,
  'steps into a node or its disks': [
    ...list('ssm', 'StartSession SendCommand ResumeSession CreateAssociation StartAutomationExecution'),
    ...list('ec2-instance-connect', 'SendSSHPublicKey SendSerialConsoleSSHPublicKey OpenTunnel'),
    ...list(
      'ec2',
      'RunInstances CreateSnapshot CreateSnapshots CopySnapshot ModifySnapshotAttribute AttachVolume CreateImage',
      'ModifyImageAttribute ModifyInstanceMetadataOptions ModifyInstanceAttribute GetPasswordData EnableSerialConsoleAccess',
      'CreateLaunchTemplateVersion ModifyLaunchTemplate AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    ),
    ...list('ebs', 'ListSnapshotBlocks GetSnapshotBlock'),
  ],
  'moves interfaces between security groups or opens one': list(
    'ec2',
    'ModifyNetworkInterfaceAttribute AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress ModifySecurityGroupRules',
    'ModifyVpcEndpoint CreateVpcEndpoint',
  ),
};

/** All of them, lower case. */
export const ESCALATING: ReadonlySet<string> = new Set(
  Object.values(ESCALATIONS).flatMap((actions) => actions.map((action) => action.toLowerCase())),
);

function list(service: string, ...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' ').map((name) => `${service}:${name}`));
}

/** An escalation that a role has, or may have. */
export interface Escalation {
  readonly action: string;
  readonly meaning: string;
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
