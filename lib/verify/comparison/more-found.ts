import { grouped } from '../../model/grouped';
import type { Report, ReportedFinding } from '../reports/report';

/** From the worst on; each counts for those after it as well. */
const LEVELS: readonly ReportedFinding['status'][] = ['fail', 'unknown', 'accepted'];

/**
 * Whether more is found of something than before, or as much in another place. A finding that says less than the one in
 * whose place it stands is new, and loosens nothing: a right that was taken out of several, a quota with a gap where there
 * was none at all, what is perhaps so and was so for sure.
 */
export function hasMoreFound(before: Report, after: Report): boolean {
  const earlier = bySubject(before);
  return [...bySubject(after)].some(([subject, found]) => isMore(earlier.get(subject) ?? [], found));
}

function bySubject({ checks }: Report): ReadonlyMap<string, readonly ReportedFinding[]> {
  const all = checks.flatMap(({ id, findings }) => findings.map((finding) => ({ id, finding })));
  const groups = grouped(all, ({ id, finding: { namespace = '', resource } }) =>
    JSON.stringify([id, namespace, resource]),
  );
  return new Map([...groups].map(([key, list]) => [key, list.map(({ finding }) => finding)]));
}

function isMore(before: readonly ReportedFinding[], after: readonly ReportedFinding[]): boolean {
  return LEVELS.some((worst, level) => {
    const isBad = ({ status }: ReportedFinding): boolean => LEVELS.indexOf(status) <= level;
    const [was, is] = [before.filter(isBad), after.filter(isBad)];
    if (weightOf(is) > weightOf(was)) return true;
    // What is milder than all that was found there loosens nothing, wherever it stands.
    return (
      was.every(({ status }) => status === worst) &&
      is.some(({ path, message }) => !was.some((one) => one.path === path || one.message === message))
    );
  });
}

/** How many things are found: a finding may name the first of several. */
function weightOf(findings: readonly ReportedFinding[]): number {
  return findings.reduce((sum, { all }) => sum + (all?.length ?? 1), 0);
}
