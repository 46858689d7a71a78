/** Every policy document of the AWS side, as pure functions of plain data. Nothing here needs Pulumi or an account. */
export { autoscalerPolicy } from './autoscaler-policy';
export { bucketFence } from './bucket-fence';
export type { BucketFence, OwnFence } from './bucket-fence';
export { checkpointStatement } from './checkpoint-statement';
export { CNI_CLUSTER_TAG, cniPolicy } from './cni-policy';
export { document, documentText } from './document';
export type { Condition, Effect, PolicyDocument, Principal, Statement } from './document';
export { endpointPolicy } from './endpoint-policy';
export { fileSystemPolicy } from './file-system-policy';
export { irsaTrust } from './irsa-trust';
export { logKeyPolicy, secretsKeyPolicy, storageKeyPolicy, trailKeyPolicy, volumeKeyPolicy } from './key-policy';
export { kmsStatement } from './kms-statement';
export type { EncryptedBucket, KeyRight } from './kms-statement';
export { listStatement } from './list-statement';
export { logBucketPolicy } from './log-bucket-policy';
export { actingFor, logDeliveryPolicy } from './log-delivery';
export { nodePolicy } from './node-policy';
export {
  isOnAws,
  projectRolePolicy,
  projectTrust,
  sharedRolePolicies,
  trainingBucketFence,
  trainingKeyPolicy,
} from './platform-documents';
export type { AwsPlatform } from './platform-documents';
export { podIdentityTrust, SESSION_TAGS } from './pod-identity-trust';
export type { PodIdentity } from './pod-identity-trust';
export { NAMESPACE_VARIABLE, projectPolicy } from './project-policy';
export type { ProjectAccess } from './project-policy';
export { readStatement } from './read-statement';
export { CHECKPOINT_ACTIONS, DATA_ACTIONS, LIST_ACTIONS, OBJECT_ACTIONS } from './s3-actions';
export { ec2Principal, serviceTrust } from './service-trust';
