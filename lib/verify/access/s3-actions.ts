/**
 * Actions of S3 that touch objects, whose resource is `bucket/key`
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
 */
export const OBJECT_ACTIONS = [
  'GetObject GetObjectVersion GetObjectAttributes GetObjectVersionAttributes GetObjectTorrent GetObjectVersionTorrent',
  'GetObjectAcl GetObjectVersionAcl GetObjectTagging GetObjectVersionTagging GetObjectRetention GetObjectLegalHold',
  'GetObjectVersionForReplication GetObjectAnnotation GetObjectVersionAnnotation ListObjectAnnotations',
  'ListObjectVersionAnnotations ListMultipartUploadParts RestoreObject',
  'PutObject PutObjectAcl PutObjectVersionAcl PutObjectTagging PutObjectVersionTagging PutObjectRetention',
  'PutObjectLegalHold PutObjectAnnotation PutObjectVersionAnnotation UpdateObjectEncryption AbortMultipartUpload',
  'BypassGovernanceRetention ObjectOwnerOverrideToBucketOwner',
  'DeleteObject DeleteObjectVersion DeleteObjectTagging DeleteObjectVersionTagging DeleteObjectAnnotation',
  'DeleteObjectVersionAnnotation',
  'ReplicateObject ReplicateDelete ReplicateTags ReplicateObjectAnnotation InitiateReplication',
].flatMap((line) => line.split(' ').map((name) => `s3:${name}`));

/** Those of them that change or remove something. */
export const WRITE_ACTIONS = OBJECT_ACTIONS.filter((action) => !/^s3:(?:Get|List)/.test(action));

/** Actions that move the contents of objects or show their names: what a fence of a bucket has to hold back. */
export const FENCED_ACTIONS: ReadonlySet<string> = new Set(
  [
    'GetObject GetObjectVersion PutObject DeleteObject DeleteObjectVersion AbortMultipartUpload',
    'ListMultipartUploadParts ListBucket ListBucketVersions ListBucketMultipartUploads',
  ].flatMap((line) => line.split(' ').map((name) => `s3:${name}`)),
);

/** Actions by which S3 itself reads or writes objects for somebody who may: no request asks for them. */
export const COPY_ACTIONS: readonly string[] = [
  'GetObjectVersionForReplication ReplicateObject ReplicateDelete ReplicateTags ReplicateObjectAnnotation',
  'InitiateReplication ObjectOwnerOverrideToBucketOwner',
].flatMap((line) => line.split(' ').map((name) => `s3:${name}`));

/** Actions that show names of keys and carry the prefix that was asked for. */
export const PREFIX_LIST_ACTIONS = ['s3:ListBucket', 's3:ListBucketVersions'] as const;

/** An action that shows names of keys and has no prefix to be limited by. */
export const UPLOAD_LIST_ACTIONS = ['s3:ListBucketMultipartUploads'] as const;

const LIST_KEYS = new Set(['s3:prefix', 's3:delimiter', 's3:max-keys']);

/** Whether requests of an action can carry a key at all. Keys of listings exist in listings only. */
export function carriesKey(action: string, key: string): boolean {
  if (LIST_KEYS.has(key)) return PREFIX_LIST_ACTIONS.some((known) => known.toLowerCase() === action.toLowerCase());
  return true;
}
