import { grouped } from '../../model/grouped';
import type { Report, ReportedCheck, ReportedFinding } from './report';

/** Checks with their findings of one status; what several checks say in the same words stands once. */
export interface GroupedFindings {
  /** Checks that fail for want of any policy of admission; their findings stand in none of the other groups. */
  readonly unguarded: readonly ReportedCheck[];
  readonly shared: readonly { readonly checks: readonly ReportedCheck[]; readonly finding: ReportedFinding }[];
  readonly own: readonly { readonly check: ReportedCheck; readonly findings: readonly ReportedFinding[] }[];
}

/**
 * Groups the findings of one status, so that a reader does not read fourteen times that a list of files may be incomplete.
 * Checks with findings that stand in a file come first: they are somebody's lines, and what is missing is nobody's yet.
 */
export function groupFindings(
  { summary, checks }: Pick<Report, 'summary' | 'checks'>,
  status: ReportedFinding['status'],
): GroupedFindings {
  const unguarded = status === 'fail' ? checks.filter(({ id }) => summary.unguarded?.includes(id) === true) : [];
  const others = checks.filter((check) => !unguarded.includes(check));
  const concerned = others.map((check) => ({
    check,
    findings: check.findings.filter((finding) => finding.status === status),
  }));
  const said = concerned.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })));
  const byText = grouped(said, ({ finding }) => JSON.stringify(finding));
  const isShared = (finding: ReportedFinding): boolean => (byText.get(JSON.stringify(finding))?.length ?? 0) > 1;
  return {
    unguarded,
    shared: [...byText.values()].flatMap((same) => {
      const [first, ...others] = same;
      return first === undefined || others.length === 0
        ? []
        : [{ checks: same.map(({ check }) => check), finding: first.finding }];
    }),
    own: concerned
      .map(({ check, findings }) => ({ check, findings: findings.filter((finding) => !isShared(finding)) }))
      .filter(({ findings }) => findings.length > 0)
      .sort((a, b) => Number(standsInFile(b)) - Number(standsInFile(a))),
  };
}

const standsInFile = ({ findings }: { readonly findings: readonly ReportedFinding[] }): boolean =>
  findings.some(({ file }) => file !== undefined);
