import { notKnown, type Problem, type ProblemDetails } from '../problem';

/** Of where the platform is in the cloud, what neither a plan nor a description says. */
export function cloudUnknown(
  what: 'the account' | 'the region' | 'region or account',
  details?: ProblemDetails,
): Problem {
  return notKnown(`${what} is not known: give the description (--platform)`, details);
}
