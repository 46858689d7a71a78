import type { Allowed } from '../relations/allowed';
import type { Reachable } from '../relations/reachable';
import type { Readable } from '../relations/readable';
import { findingIdentity } from '../reports/finding-identity';
import type { Report, ReportedFinding } from '../reports/report';
import { rank, type Status } from '../verdict/status';
import { changeOf, type Change } from './change';
import { hasMoreFound } from './more-found';
import { reachableChange } from './reachable-change';

/** What changed between two reports. Version 1 of the format. */
export interface Comparison {
  /** Grows when a field changes its meaning or goes. */
  readonly version: 1;
  /** Whether anything became reachable, readable or allowed, a check turned to the worse, or more is found of something. */
  readonly loosened: boolean;
  /** What only one of the two takes for granted: whatever else differs may come from that, and not from a change. */
  readonly premises: Change<string>;
  /** Connections of namespaces, port by port and address by address. */
  readonly reachable: Change<Reachable>;
  /** Data that roles and claims get at. */
  readonly readable: Change<Readable>;
  /** Rights in projects. */
  readonly allowed: Change<Allowed>;
  /** Checks whose status differs. */
  readonly checks: readonly TurnedCheck[];
  /** What fails, is unknown or is accepted. */
  readonly findings: Change<ComparedFinding>;
}

/** A check whose status differs. */
export interface TurnedCheck {
  /** Id of the check. */
  readonly id: string;
  /** What it states. */
  readonly title: string;
  /** `not-judged`: the report has no such check. */
  readonly before: Status | 'not-judged';
  /** Status in the second report. */
  readonly after: Status | 'not-judged';
  /** Whether it counts as loosened. */
  readonly worse: boolean;
}

/** A finding with its check. */
export interface ComparedFinding extends ReportedFinding {
  /** Id of the check. */
  readonly check: string;
}

/** What changed from one report to another; lines and the order of files do not count. */
export function compare(before: Report, after: Report): Comparison {
  const premises = changeOf(before.summary.premises, after.summary.premises, (side, other) =>
    side.filter((premise) => !other.includes(premise)),
  );
  const reachable = reachableChange(before.summary.reachable, after.summary.reachable);
  const readable = changeOf(before.summary.readable, after.summary.readable, newlyReadable);
  const allowed = changeOf(before.summary.allowed, after.summary.allowed, newlyAllowed);
  const findings = changeOf(findingsOf(before), findingsOf(after), newFindings);
  const checks = turned(before, after);
  const loosened =
    [reachable, readable, allowed].some(({ became }) => became.length > 0) ||
    checks.some(({ worse }) => worse) ||
    hasMoreFound(before, after);
  return { version: 1, loosened, premises, reachable, readable, allowed, checks, findings };
}

/** Verbs that the other side does not have, or has not for sure. */
function newlyReadable(side: readonly Readable[], other: readonly Readable[]): readonly Readable[] {
  return side.flatMap((row) => {
    const verbs = row.how.split(', ').filter((verb) => {
      const known = other.filter(({ who, what, how }) => who === row.who && what === row.what && hasVerb(how, verb));
      return !known.some(({ status }) => status === 'allowed' || status === row.status);
    });
    return verbs.length === 0 ? [] : [{ ...row, how: verbs.join(', ') }];
  });
}

function hasVerb(how: string, verb: string): boolean {
  return how.split(', ').includes(verb);
}

function newlyAllowed(side: readonly Allowed[], other: readonly Allowed[]): readonly Allowed[] {
  const key = ({ who, may, where }: Allowed): string => JSON.stringify([who, may, where]);
  const known = new Map(other.map((row) => [key(row), row]));
  return side.flatMap((row) => {
    const earlier = known.get(key(row));
    if (earlier === undefined || (earlier.status === 'undecided' && row.status === 'allowed')) return [row];
    const rights = row.rights.filter((right) => !earlier.rights.includes(right));
    return rights.length === 0 ? [] : [{ ...row, rights }];
  });
}

type Findings = ReadonlyMap<string, ComparedFinding>;

function findingsOf({ checks }: Report): Findings {
  return new Map(
    checks.flatMap(({ id, findings }) =>
      findings.map((finding): [string, ComparedFinding] => [
        JSON.stringify([finding.status, ...findingIdentity(id, finding)]),
        { check: id, ...finding },
      ]),
    ),
  );
}

function newFindings(side: Findings, other: Findings): readonly ComparedFinding[] {
  return [...side].filter(([key]) => !other.has(key)).map(([, finding]) => finding);
}

function turned(before: Report, after: Report): readonly TurnedCheck[] {
  const statuses = (report: Report): ReadonlyMap<string, Status> =>
    new Map(report.checks.map(({ id, status }) => [id, status]));
  const [earlier, later] = [statuses(before), statuses(after)];
  const titles = new Map([...before.checks, ...after.checks].map(({ id, title }) => [id, title]));
  return [...titles].flatMap(([id, title]): readonly TurnedCheck[] => {
    const was = earlier.get(id) ?? 'not-judged';
    const is = later.get(id) ?? 'not-judged';
    return was === is ? [] : [{ id, title, before: was, after: is, worse: isWorse(was, is) }];
  });
}

/** A check that is new says nothing about what was before; one that is not asked any more leaves a hole. */
function isWorse(before: TurnedCheck['before'], after: TurnedCheck['after']): boolean {
  if (before === 'not-judged') return false;
  if (after === 'not-judged') return before !== 'fail' && before !== 'not-applicable';
  return after !== 'pass' && after !== 'not-applicable' && rank(after) < rank(before);
}
