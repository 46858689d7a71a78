import { bucketOf } from '../layers';
import { isPolicyOfBucket } from '../missing';
import type { AccessFacts } from './role';

/**
 * The facts once it is said that a document is the policy of a resource, such as what `get-key-policy` prints.
 *
 * @param file of the document, as it was given
 * @returns a text with what is wrong if it is no such document
 */
export function withResourcePolicy(facts: AccessFacts, resource: string, file: string): AccessFacts | string {
  const inFile = facts.loose.resources.filter(({ policy }) => policy.place.document.file.name === file);
  const [own] = inFile;
  if (own === undefined || inFile.length > 1)
    return `${file}: give the file of one policy of a resource that does not say whose it is, among the paths`;
  const { policy, bucket } = own;
  if (bucket !== undefined && bucket !== bucketOf(resource))
    return `${file} is no policy of ${resource}: it names bucket ${bucket}`;
  const isOwn = isPolicyOfBucket(bucket);
  return {
    ...facts,
    named: new Map([[resource, policy]]),
    loose: { ...facts.loose, resources: facts.loose.resources.filter((item) => item !== own) },
    missing: facts.missing.filter((item) => !isOwn(item)),
  };
}
