import type { ReportedFinding } from './report';

/**
 * What makes two findings of a check the same one: what they are about and what they say, with everything of which the
 * message shows the first. A line that moved is no news, another name among "and 47 more" is.
 */
export function findingIdentity(
  check: string,
  { namespace = '', resource, path, message, all }: ReportedFinding,
): readonly unknown[] {
  return [check, namespace, resource, path, message, ...(all === undefined ? [] : [all])];
}
