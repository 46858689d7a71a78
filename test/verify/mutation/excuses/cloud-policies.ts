import type { Excuse } from './excuse';

const STORAGE_OF_PROJECTS = /^aws:iam\/rolePolicy:RolePolicy (?:alpha|beta)-role-storage /;
const KEYS_OF_DATA = /^aws:kms\/key:Key ml-(?:checkpoints|datasets)-key /;
const BUCKETS_OF_DATA = /^aws:s3\/bucketPolicy:BucketPolicy ml-(?:model-checkpoints|training-data-bucket) /;

/** Of policies of the cloud, and of what they are about. */
export const OF_CLOUD_POLICIES: readonly Excuse[] = [
  {
    of: /^aws:(?:iam|kms|s3)\//,
    path: /^(?:policy|assumeRolePolicy)\.(?:Version|Statement\[\d+\]\.Sid)$/,
    operators: ['remove', 'other'],
    nature: 'words',
    reason: 'a name for people; the older version of the language means the same where no variable stands',
  },
  {
    of: /^aws:iam\//,
    path: /^(?:name|path|tags(?:\..*)?)$/,
    operators: ['remove', 'other', 'swap'],
    nature: 'words',
    reason:
      'names and tags of roles and of their policies: who takes a role on is said by its trust, with tags of the session',
  },
  {
    of: /^aws:iam\/role:Role (?:ml|p4d)-/,
    path: /^(?:|assumeRolePolicy.*)$/,
    nature: 'aside',
    reason: 'roles of the control plane, of nodes and of operators: what they reach has checks, whoever takes them on',
  },
  {
    of: /^aws:iam\/role:Role (?:alpha|beta)-role /,
    path: /^assumeRolePolicy\.Statement\[0\]\.Action\[\d\]$/,
    operators: ['widen'],
    nature: 'same',
    reason: 'another way to take on the same role, for the same account of the same pods',
  },
  {
    of: /^aws:iam\/(?:rolePolicy:RolePolicy|rolePolicyAttachment:RolePolicyAttachment) (?:ml|p4d)-/,
    path: /^(?:|role|policy.*)$/,
    nature: 'aside',
    reason:
      'what nodes and operators may do to the cluster; that they touch no data and make no way to more has checks',
  },
  {
    of: STORAGE_OF_PROJECTS,
    path: /^policy\.Statement\[[02]\]\.Action$/,
    operators: ['widen'],
    nature: 'same',
    reason: 'listings with its own prefix: nothing else than a listing has such a condition',
  },
  {
    of: STORAGE_OF_PROJECTS,
    path: /^policy\.Statement\[[0-3]\]\.Condition(?:\.StringEquals(?:\.aws:ResourceAccount)?)?$/,
    operators: ['remove'],
    nature: 'same',
    reason: 'the buckets are named, and names of buckets are unique',
  },
  {
    of: STORAGE_OF_PROJECTS,
    path: /^policy\.Statement\[[45]\]\.(?:Condition(?:\..*)?|Resource)$/,
    operators: ['remove', 'widen'],
    nature: 'twice',
    reason: 'the policy of the key says for whom and through which service; objects of others are kept by the bucket',
  },
  {
    of: /^aws:kms\/alias:Alias /,
    path: /^(?:|name|targetKeyId)$/,
    operators: ['remove', 'other'],
    nature: 'less',
    reason: 'a key that nobody finds by that name; that roles open the keys of their data has a check',
  },
  {
    of: /^aws:kms\/key:Key ml-(?!checkpoints|datasets)/,
    path: /^policy(?:\.Statement\[\d\].*)?$/,
    nature: 'aside',
    reason: 'keys of logs, Secrets and disks; that no other account uses them has a check',
  },
  {
    of: KEYS_OF_DATA,
    path: /^policy\.Statement\[\d\](?:\.(?:Action(?:\[\d+\])?|Resource|Principal\.AWS))?$/,
    operators: ['remove', 'other', 'widen'],
    nature: 'twice',
    reason:
      'who of the own account manages the key or uses it: roles say it too, other accounts have a check, and that projects open theirs has one',
  },
  {
    of: KEYS_OF_DATA,
    path: /^policy\.Statement\[1\]\.Condition(?:\.(?:ArnLike|StringEquals)(?:\.(?:aws:PrincipalArn|kms:CallerAccount|kms:ViaService)(?:\[\d+\])?)?)?$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'who of the own account uses the key, and through what: roles say it too, and other accounts have a check',
  },
  {
    of: /^aws:s3\/(?:bucketPolicy:BucketPolicy|bucketPublicAccessBlock:BucketPublicAccessBlock|bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration) ml-audit/,
    path: /^(?:|bucket|policy.*|block.*|ignore.*|restrict.*|rules.*)$/,
    nature: 'aside',
    reason: 'the bucket of the log: that nothing in it is changed or removed has a check',
  },
  {
    of: BUCKETS_OF_DATA,
    path: /^policy\.Statement\[\d+\]\.(?:Action|Resource)(?:\[\d+\])?$/,
    operators: ['widen'],
    nature: 'less',
    reason: 'a deny of more; that projects reach what is theirs has checks',
  },
  {
    of: /^aws:s3\/bucket(?:LifecycleConfiguration:BucketLifecycleConfiguration|OwnershipControls:BucketOwnershipControls|Versioning:BucketVersioning|ObjectLockConfiguration:BucketObjectLockConfiguration|:Bucket) /,
    path: /^(?:|bucket|rule|rules.*|rule\.(?:objectOwnership|defaultRetention\.(?:days|mode))|objectLockEnabled|versioningConfiguration(?:\.status)?)$/,
    nature: 'aside',
    reason: 'how long objects and their versions stay; whose they are, and that logs stay, has checks',
  },
  {
    of: BUCKETS_OF_DATA,
    path: /^policy\.Statement\[\d\]\.Condition(?:\.(?:ArnNotLike(?:\.aws:PrincipalArn(?:\[\d+\])?)?|BoolIfExists(?:\.aws:(?:PrincipalIsAWSService|ViaAWSService))?))?$/,
    operators: ['remove', 'other'],
    nature: 'less',
    reason: 'a deny with fewer exceptions: administrators, loaders of data and services of the cloud come in no longer',
  },
  {
    of: BUCKETS_OF_DATA,
    path: /^policy\.Statement\[1\](?:\.(?:Action|Resource\[\d\]|Condition\.NumericLessThan\.s3:TlsVersion))?$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'versions of TLS before 1.2, which AWS no longer answers; requests without TLS have a check',
  },
  {
    of: BUCKETS_OF_DATA,
    path: /^policy\.Statement\[2\](?:\.(?:Action|Resource\[\d\]))?$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'a deny of other accounts beside that of all roles outside training',
  },
  {
    of: BUCKETS_OF_DATA,
    path: /^policy\.Statement\[6\](?:\.(?:Action\[\d\]|Resource\[\d\]))?$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'a deny of roles without the tag beside that of all but the prefix of the tag: without it no prefix fits',
  },
  {
    of: BUCKETS_OF_DATA,
    path: /^policy\.Statement\[[345]\]\.Action\[6\]$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'a list of uploads has no prefix, and so the fence of lists denies it to everybody of training',
  },
  {
    of: /^aws:s3\/bucketServerSideEncryptionConfiguration:/,
    path: /^rules\[0\]\.(?:bucketKeyEnabled|applyServerSideEncryptionByDefault\.kmsMasterKeyId)$/,
    operators: ['remove', 'other'],
    nature: 'same',
    reason: 'how often the key is asked, and a key that is still to come in a plan; that there is one has a check',
  },
];
