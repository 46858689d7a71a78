import type { Policy } from '../policy/policy';

/** Whose a policy is that stands by itself. */
export type Whose =
  | { readonly kind: 'role' | 'trust' | 'endpoint' }
  | { readonly kind: 'bucket'; readonly bucket: string }
  /** It does not say; `bucket` is the one that it would be of. */
  | { readonly kind: 'resource'; readonly bucket: string | undefined; readonly mayBeEndpoint: boolean };

/**
 * Whose a policy is, by its principals, actions and resources.
 *
 * A policy of a bucket names that bucket alone. So may one of a gateway endpoint, which is for everybody
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html): one that allows something, and everybody
 * only, may be either.
 *
 * @param isPrinted whether it is what the AWS CLI prints of a resource, which no policy of an endpoint is
 */
export function whosePolicy({ statements }: Policy, isPrinted: boolean): Whose {
  if (!isPrinted && statements.every(({ principals }) => principals === undefined)) return { kind: 'role' };
  const actions = statements.flatMap((statement) => statement.actions.patterns);
  // Some policies of resources name none, as those of ECR repositories; a trust is about taking a role on.
  if (statements.every(({ resources }) => resources === undefined))
    return actions.some((action) => !/^(?:sts:|\*$)/i.test(action))
      ? { kind: 'resource', bucket: undefined, mayBeEndpoint: false }
      : { kind: 'trust' };
  const named = new Set(
    statements
      .flatMap(({ resources }) => resources?.patterns ?? [])
      .map((resource) => /^arn:[^:]*:s3:::([^/*?$]+)(?:\/|$)/.exec(resource)?.[1]),
  );
  const [only] = named.size === 1 ? named : [];
  const speaksOfS3 = actions.some((action) => /^s3:/i.test(action));
  // An endpoint whose policy allows nothing is no way to anything.
  const mayBeEndpoint = !isPrinted && statements.some(({ effect }) => effect === 'Allow');
  if (only !== undefined) {
    const isForEverybody = statements.every(({ principals }) => principals?.everybody === true && !principals.negated);
    return !mayBeEndpoint || !isForEverybody
      ? { kind: 'bucket', bucket: only }
      : { kind: 'resource', bucket: only, mayBeEndpoint: true };
  }
  if (speaksOfS3 && !isPrinted) return { kind: 'endpoint' };
  return { kind: 'resource', bucket: undefined, mayBeEndpoint };
}
