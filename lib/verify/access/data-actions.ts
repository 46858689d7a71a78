import { actionNames } from './action-names';
import { FENCED_ACTIONS, OBJECT_ACTIONS } from './s3-actions';

/**
 * Actions that use a key on data or on keys of data
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html).
 */
export const KEY_USES: readonly string[] = actionNames(
  'kms',
  'Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext ReEncryptFrom ReEncryptTo',
);

/**
 * Actions of S3 and KMS that no check looks at: neither of objects nor of fences, nor reading, nor using a key on data
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
 */
const UNJUDGED: readonly string[] = [
  ...actionNames(
    's3',
    'AllowVendedLogDeliveryForResource AssociateAccessGrantsIdentityCenter CreateAccessGrantsInstance CreateBucket',
    'CreateStorageLensGroup DeleteAccessGrant DeleteAccessGrantsInstance DeleteAccessGrantsInstanceResourcePolicy',
    'DeleteAccessGrantsLocation DeleteAccessPoint DeleteAccessPointForObjectLambda DeleteAccessPointPolicyForObjectLambda',
    'DeleteBucketMetadataTableConfiguration DeleteBucketWebsite DeleteJobTagging DeleteMultiRegionAccessPoint',
    'DeleteStorageLensConfiguration DeleteStorageLensConfigurationTagging DeleteStorageLensGroup',
    'DissociateAccessGrantsIdentityCenter PauseReplication PutAccelerateConfiguration',
    'PutAccessGrantsInstanceResourcePolicy PutAccessPointConfigurationForObjectLambda',
    'PutAccessPointPolicyForObjectLambda PutAccessPointPublicAccessBlock PutAnalyticsConfiguration PutBucketAbac',
    'PutBucketCORS PutBucketObjectLockConfiguration PutBucketRequestPayment PutBucketTagging PutBucketWebsite',
    'PutIntelligentTieringConfiguration PutJobTagging PutMetricsConfiguration PutStorageLensConfiguration',
    'PutStorageLensConfigurationTagging SubmitMultiRegionAccessPointRoutes TagResource UntagResource',
    'UpdateAccessGrantsLocation UpdateBucketMetadataAnnotationTableConfiguration',
    'UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration UpdateJobPriority',
    'UpdateJobStatus UpdateStorageLensGroup',
  ),
  ...actionNames(
    'kms',
    'CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateKey DeleteAlias DeleteCustomKeyStore',
    'DeleteImportedKeyMaterial DeriveSharedSecret DisableKeyRotation DisconnectCustomKeyStore EnableKey',
    'EnableKeyRotation GenerateMac ImportKeyMaterial RotateKeyOnDemand Sign SynchronizeMultiRegionKey TagResource',
    'UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac',
  ),
];

/** Actions of S3 and KMS, as far as a pattern has to be told by what it means: all but those that only read settings. */
export const DATA_ACTIONS: readonly string[] = [
  ...new Set([...OBJECT_ACTIONS, ...FENCED_ACTIONS, ...KEY_USES, ...UNJUDGED]),
];

const OF_DATA: ReadonlySet<string> = new Set(
  [...OBJECT_ACTIONS, ...FENCED_ACTIONS, ...KEY_USES].map((name) => name.toLowerCase()),
);
/** Reading the settings of buckets and keys. */
const READING = /^(?:s3:(?:get|list|head|describe)|kms:(?:describe|get|list|generaterandom))/;

/** Whether a check looks at an action of S3 or KMS, in lower case, or it gives nothing to look at. */
export function isOfData(action: string): boolean {
  return OF_DATA.has(action) || READING.test(action);
}
