/** A key whose material KMS made. */
export const KEY = 'aws:kms/key:Key';

/** Everything with a policy of a key: copies of one in other regions, and keys whose material comes from elsewhere, too. */
export const KEYS: readonly string[] = [
  KEY,
  'aws:kms/replicaKey:ReplicaKey',
  'aws:kms/externalKey:ExternalKey',
  'aws:kms/replicaExternalKey:ReplicaExternalKey',
];
