import { printable } from '../../model/printable';
import { FAMILIES } from '../checks/check';
import type { Evidence } from '../evidence';
import { lineOf } from '../input/line-of';
import { filledTable } from '../verdict/expected-behaviour';
import type { Finding, Verdict } from '../verdict/verdict';
import { worst, type Status } from '../verdict/status';
import { unguardedChecks } from './unguarded';
import { relationsOf, type Relations } from '../relations/relations';

/** A verdict in the form in which it is written, read and compared. Version 1 of the format. */
export interface Report {
  /** Grows when a field changes its meaning or goes. */
  readonly version: 1;
  /** Names of the files that were judged. */
  readonly inputs: readonly string[];
  /** The verdict, what it rests on, and the relations behind it. */
  readonly summary: Summary;
  /** Every check that was judged, in the order of the families. */
  readonly checks: readonly ReportedCheck[];
}

/** What a report comes to. */
export interface Summary extends Relations {
  /** The worst status of all checks. */
  readonly verdict: Status;
  /** Number of checks of each status. */
  readonly checks: Readonly<Record<Status, number>>;
  /** Whether the verdict is about the cluster, or of these files only. */
  readonly complete: boolean;
  /** Names of the projects' namespaces. */
  readonly projects: readonly string[];
  /** What was taken for granted, and where it comes from. */
  readonly premises: readonly string[];
  /** Checks that fail for nothing but that the files hold no policy of admission at all. @default - none */
  readonly unguarded?: readonly string[];
  /** Families for which no input of their kind was given, and why. */
  readonly notJudged: readonly { readonly family: string; readonly reason: string }[];
  /** The table "Expected Behaviour" with what the checks come to. */
  readonly expectedBehaviour: readonly {
    readonly signal: string;
    readonly expected: string;
    readonly status: Status;
    /** Checks that are the reason. */
    readonly because: readonly string[];
  }[];
}

/** What one check comes to. */
export interface ReportedCheck {
  /** Stable: `pod/image-digest`. */
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  /** The worst status of its findings; `pass` without any, `not-applicable` if nothing was judged. */
  readonly status: Status;
  /** How many things were judged. */
  readonly subjects: number;
  /** What fails, is unknown or is accepted. */
  readonly findings: readonly ReportedFinding[];
}

/** A finding with the file and line to look at. */
export interface ReportedFinding extends Omit<Finding, 'place' | 'rule'> {
  /** Name of the file; undefined for what stands in none. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
}

export function reportOf(evidence: Evidence, verdict: Verdict): Report {
  const statuses = verdict.results.map(({ status }) => status);
  const counted = Object.fromEntries(
    (['pass', 'accepted', 'unknown', 'fail', 'not-applicable'] as const).map((status) => [
      status,
      statuses.filter((other) => other === status).length,
    ]),
  ) as Record<Status, number>;
  const unguarded = unguardedChecks(evidence, verdict.results);
  return {
    version: 1,
    inputs: evidence.inputs.files.map(({ name }) => name),
    summary: {
      verdict: worst(statuses),
      checks: counted,
      complete: verdict.complete,
      projects: evidence.scope.namespaces.map(({ name }) => name),
      premises: premisesText(evidence),
      ...(unguarded.length === 0 ? {} : { unguarded }),
      notJudged: verdict.notJudged.map(({ family, reason }) => ({ family: FAMILIES[family].title, reason })),
      expectedBehaviour: filledTable(verdict.results.map(({ check, ...result }) => ({ id: check.id, ...result }))).map(
        ({ signal, expected, status, failing }) => ({
          signal,
          expected,
          status,
          because: status === 'pass' || status === 'not-applicable' ? [] : failing,
        }),
      ),
      ...relationsOf(evidence),
    },
    checks: verdict.results.map(({ check, status, subjects, findings }) => ({
      id: check.id,
      title: check.title,
      status,
      subjects,
      findings: different(findings.map(reportedFinding)),
    })),
  };
}

/** Two rules of one object may come to the same sentence. */
function different(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function reportedFinding({ place, rule: _, ...found }: Finding): ReportedFinding {
  const finding = inLines(found);
  if (place === undefined) return finding;
  return { ...finding, file: place.document.file.name, line: lineOf(place.document, place.path) };
}

/** Every text of a finding in one line: what stands in the judged files is quoted in some. */
function inLines<T extends object>(finding: T): T {
  return Object.fromEntries(
    Object.entries(finding).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string'
        ? printable(value)
        : Array.isArray(value)
          ? value.map((item) => printable(String(item)))
          : value,
    ]),
  ) as T;
}

/** What an evaluator took for granted, as sentences. */
function premisesText({ enforcement, addresses, assumptions, platform }: Evidence): readonly string[] {
  const { cni, enforced, source, strict, nodePortsShut } = enforcement;
  // Connections are computed as policies say; that they take effect has a check of its own.
  const effect = enforced === 'yes' ? 'enforces network policies' : 'is taken to enforce network policies';
  return [
    ...(cni === undefined ? [] : [`${cni} ${effect} (${source ?? 'assumed'})`]),
    ...(strict === 'yes' ? [startsClosedText(enforcement, assumptions)] : []),
    ...(nodePortsShut ? ['node ports answer on loopback only'] : []),
    ...(addresses.source === undefined ? [] : [`addresses of pods and endpoints are those of the ${addresses.source}`]),
    ...(assumptions.complete === true ? ['the cluster holds nothing beside these files (assumed)'] : []),
    ...(assumptions.signed === true ? ['images of jobs have the signatures that policies ask for (assumed)'] : []),
    ...(platform === undefined ? [] : [`the description of platform ${platform.name} says what is meant and accepted`]),
  ];
}

/** What an add-on says stands in the plan; all else is somebody's word. */
function startsClosedText({ addon, cni }: Evidence['enforcement'], assumptions: Evidence['assumptions']): string {
  if (addon !== undefined) return `pods start closed (add-on ${addon.name})`;
  return assumptions.strict === true ? 'pods start closed (assumed)' : `pods start closed, as ${cni} is known to do it`;
}
