import { and, not, or, type Match } from '../match';
import type { Effect } from '../../model/iam/document';
import type { Policy, Principals } from './policy/policy';
import { statementMatches } from './policy/statement-match';
import { Context, type Request } from './request';

/**
 * Whether a resource's policy lets a service of AWS make a request in its own name. A service has no policies of its own:
 * what the resource does not allow it, nothing does
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services).
 *
 * @param service principal, such as `cloudtrail.amazonaws.com`
 */
export function serviceDecision({ statements }: Policy, service: string, request: Request): Match {
  const applied = (effect: Effect): Match =>
    statements
      .filter((statement) => statement.effect === effect && isNamed(statement.principals, service))
      .reduce<Match>((match, statement) => or(match, statementMatches(statement, request)), 'no');
  return and(applied('Allow'), not(applied('Deny')));
}

/** What a resource's policy says to a service: the statements that mean it, as if they meant whoever asks. */
export function forService({ place, statements }: Policy, service: string): Policy {
  return {
    place,
    statements: statements
      .filter(({ principals }) => isNamed(principals, service))
      .map((statement) => ({ ...statement, principals: undefined })),
  };
}

function isNamed(principals: Principals | undefined, service: string): boolean {
  if (principals === undefined) return true;
  const named = principals.everybody || principals.byKind.get('Service')?.includes(service) === true;
  return named !== principals.negated;
}

/** What a request of a service carries: for whom and for what it acts. */
export interface ServiceSource {
  readonly account: string;
  /** ARN of the trail, the flow log or whatever else makes the service act. */
  readonly arn: string;
}

/** Keys of a request that a service makes in its own name; those of a caller are absent. */
export function serviceContext(
  service: string,
  { account, arn }: ServiceSource,
  more: readonly (readonly [string, string])[] = [],
): Context {
  return new Context([
    ['aws:PrincipalIsAWSService', 'true'],
    ['aws:PrincipalServiceName', service],
    ['aws:SecureTransport', 'true'],
    ['s3:TlsVersion', '1.3'],
    ['aws:ViaAWSService', 'false'],
    ['aws:SourceAccount', account],
    ['aws:SourceArn', arn],
    ...more,
  ]);
}
