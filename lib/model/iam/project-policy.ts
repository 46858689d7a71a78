import type { Place } from '../aws/arn';
import { checkpointStatement } from './checkpoint-statement';
import { document, type PolicyDocument, type Statement } from './document';
import { kmsStatement, type EncryptedBucket } from './kms-statement';
import { listStatement } from './list-statement';
import { SESSION_TAGS } from './pod-identity-trust';
import { readStatement } from './read-statement';

/** What the role of a project reaches. */
export interface ProjectAccess {
  readonly place: Place;
  /** Ends with a slash; or {@link NAMESPACE_VARIABLE} and a slash, for a role that serves every project. */
  readonly prefix: string;
  readonly datasets?: EncryptedBucket;
  readonly checkpoints?: EncryptedBucket & { readonly allowDelete?: boolean };
}

/** Stands for the namespace of the pod, from the session tags of Pod Identity; a tag value is never a pattern. */
export const NAMESPACE_VARIABLE = `\${aws:PrincipalTag/${SESSION_TAGS.namespace}}`;

/**
 * The policy of a project's role: list, read, list checkpoints, write and resume, and the keys of both. Undefined where
 * the project has no bucket, since IAM refuses a document without statements.
 */
export function projectPolicy({ place, prefix, datasets, checkpoints }: ProjectAccess): PolicyDocument | undefined {
  const statements: Statement[] = [];
  if (datasets !== undefined) {
    statements.push(
      listStatement(place, 'ListTrainingPrefix', datasets.bucket, prefix),
      readStatement(place, datasets.bucket, prefix),
    );
  }
  if (checkpoints !== undefined) {
    statements.push(
      listStatement(place, 'ListCheckpointPrefix', checkpoints.bucket, prefix),
      checkpointStatement(place, checkpoints.bucket, prefix, checkpoints.allowDelete),
    );
  }
  if (datasets !== undefined) statements.push(kmsStatement(place, 'decrypt', datasets, prefix));
  if (checkpoints !== undefined) statements.push(kmsStatement(place, 'encrypt-and-decrypt', checkpoints, prefix));
  return statements.length === 0 ? undefined : document(statements);
}
