import { NO_POLICY_REFUSES } from '../checks/probe';
import type { Evidence } from '../evidence';
import type { CheckResult } from '../verdict/verdict';

/**
 * Checks that fail for one reason: the files hold no policy of admission at all. Each of them finds that out for itself, and
 * a reader who has not come to policies yet should not have to look for everything else among them.
 */
export function unguardedChecks({ admission }: Evidence, results: readonly CheckResult[]): readonly string[] {
  if (!admission.isEmpty) return [];
  const concerned = results.filter(({ findings }) => {
    const failures = findings.filter(({ status }) => status === 'fail');
    return failures.length > 0 && failures.every(({ message }) => message.startsWith(NO_POLICY_REFUSES));
  });
  return concerned.length < 2 ? [] : concerned.map(({ check }) => check.id);
}

/** `no policy of admission is in the files: 17 checks fail`. */
export function unguardedText(checks: readonly unknown[]): string {
  return `no policy of admission is in the files: ${checks.length} checks fail`;
}

export const UNGUARDED_FIX =
  'add the policies of the cluster to the files, or write them from a description: training-isolation policies';
