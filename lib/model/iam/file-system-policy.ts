import { document, type PolicyDocument } from './document';

/**
 * The policy of an EFS file system. The kernel of the node mounts it, so IAM sees the role of the node and no pod: it tells
 * projects apart only where nodes serve one project each
 * (https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html).
 *
 * @param fileSystemArn ARN of the file system
 * @param accessPointArn ARN of the project's access point, which fixes directory and user
 * @param nodeRoles ARNs of the roles of the project's nodes
 */
export function fileSystemPolicy(
  fileSystemArn: string,
  accessPointArn: string,
  nodeRoles: readonly string[],
): PolicyDocument {
  return document([
    {
      Sid: 'OnlyByAccessPoint',
      Effect: 'Allow',
      Principal: { AWS: nodeRoles },
      Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      Resource: fileSystemArn,
      Condition: {
        Bool: { 'aws:SecureTransport': 'true', 'elasticfilesystem:AccessedViaMountTarget': 'true' },
        StringEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn },
      },
    },
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Resource: fileSystemArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      // Root of the file system, with or without IAM: nobody sees other directories than that of the access point.
      Sid: 'NothingElse',
      Effect: 'Deny',
      Principal: '*',
      Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientRootAccess', 'elasticfilesystem:ClientWrite'],
      Resource: fileSystemArn,
      Condition: { StringNotEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn } },
    },
  ]);
}
