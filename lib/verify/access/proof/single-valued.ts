/**
 * Keys of which a request may carry several values at once
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
const SEVERAL = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'kms:encryptioncontextkeys',
  'kms:grantoperations',
  's3:requestobjecttagkeys',
  'sts:transitivetagkeys',
]);
/** Of these prefixes the keys with several values are all listed. */
const LISTED = /^(?:aws|kms|s3|sts):/;

/** Whether no request carries more than one value of a key; of services that are not listed it is not known. */
export function isSingleValued(key: string): boolean {
  return LISTED.test(key) && !SEVERAL.has(key);
}
