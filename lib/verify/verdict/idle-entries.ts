import type { Report } from '../reports/report';
import { isAbout, type BaselineEntry } from './baseline';

/** Entries of a baseline that accept nothing on a day, each as a line that says why: whoever reads the file takes them for needed. */
export function idleEntries(baseline: readonly BaselineEntry[], { checks }: Report, at: string): readonly string[] {
  return baseline.flatMap((entry) => {
    const { check: id, resource, namespace, until } = entry;
    const check = checks.find((item) => item.id === id);
    const findings = (check?.findings ?? []).filter((finding) => isAbout(entry, finding));
    const name = `${id} ${namespace === undefined ? '' : `${namespace}/`}${resource}`;
    if (check === undefined) return [`${name} is of a check that was not judged`];
    if (findings.length === 0) return [`${name} matches no finding`];
    return until !== undefined && at > until ? [`${name} ran out on ${until}`] : [];
  });
}
