import type { ReportedCheck, ReportedFinding } from './report';

/** Checks with their findings of one status; what several checks say in the same words stands once. */
export interface GroupedFindings {
  readonly shared: readonly { readonly checks: readonly ReportedCheck[]; readonly finding: ReportedFinding }[];
  readonly own: readonly { readonly check: ReportedCheck; readonly findings: readonly ReportedFinding[] }[];
}

/** Groups the findings of one status, so that a reader does not read fourteen times that a list of files may be incomplete. */
export function groupFindings(checks: readonly ReportedCheck[], status: ReportedFinding['status']): GroupedFindings {
  const byText = new Map<string, { readonly checks: ReportedCheck[]; readonly finding: ReportedFinding }>();
  const concerned = checks.map((check) => ({
    check,
    findings: check.findings.filter((finding) => finding.status === status),
  }));
  for (const { check, findings } of concerned) {
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      const group = byText.get(key) ?? { checks: [], finding };
      group.checks.push(check);
      byText.set(key, group);
    }
  }
  const isShared = (finding: ReportedFinding): boolean => (byText.get(JSON.stringify(finding))?.checks.length ?? 0) > 1;
  return {
    shared: [...byText.values()].filter((group) => group.checks.length > 1),
    own: concerned
      .map(({ check, findings }) => ({ check, findings: findings.filter((finding) => !isShared(finding)) }))
      .filter(({ findings }) => findings.length > 0),
  };
}
