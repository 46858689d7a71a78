import type { AccessFacts, Role } from '../facts/role';
import { EVERY_TEXT } from '../glob/language';
import { prove, type Proof, type Target } from './proof';

/**
 * Actions with which a role gets what it was not given, by what they open. Whoever holds one can rewrite a fence, borrow
 * another identity, or step into a node or its disks.
 */
const ESCALATIONS: Readonly<Record<string, readonly string[]>> = {
  'rewrites the fence of a bucket': list(
    's3',
    'PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock PutAccountPublicAccessBlock',
    'PutBucketOwnershipControls PutReplicationConfiguration PutLifecycleConfiguration PutBucketNotification',
    'PutInventoryConfiguration PutBucketLogging PutEncryptionConfiguration PutBucketVersioning DeleteBucket',
  ),
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
  'reads data under another key or opens a key': list(
    'kms',
    'PutKeyPolicy CreateGrant RetireGrant RevokeGrant ScheduleKeyDeletion DisableKey ReplicateKey',
  ),
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
      const target: Target = {
        meaning,
        actions: [action],
        resource: EVERY_TEXT,
        keys: new Map(),
        resourcePolicy: undefined,
      };
      const proof = prove(facts, role, [target]);
      if (proof.verdict !== 'proved') found.push({ action, meaning, proof });
    }
  }
  return found;
}
