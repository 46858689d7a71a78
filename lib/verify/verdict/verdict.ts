import type { WorkRuleId } from '../../model/policies';
import { CHECKS } from '../checks';
import { FAMILIES, FAMILY_NAMES, type Check, type Family } from '../checks/check';
import { pathWithin, type Place, type Problem, type Subject } from '../problem';
import { operatedResources } from '../cloud/operated-resources';
import { eksctlNodeGroups } from '../cloud/eksctl-nodes';
import { hasNodeClasses } from '../cloud/karpenter-nodes';
import type { Evidence } from '../evidence';
import { ownValue, valueAt } from '../record';
import { describedAs, type Described } from './accepted';
import { acceptedByBaseline, type BaselineEntry, type Entered } from './baseline';
import { worst, type Status } from './status';

/** A problem as reports show it. */
export interface Finding {
  /** `accepted` where the description or a baseline names it. */
  readonly status: 'fail' | 'unknown' | 'accepted';
  /** What it is about: `Job/pretrain`, `LaunchTemplate/p4d--alpha`, `role/ml-alpha`. */
  readonly resource: string;
  /** Namespace of the resource; undefined for what stands in none. */
  readonly namespace?: string;
  /** Way inside the object: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** What is wrong, or what is not known and would have to be. */
  readonly message: string;
  /** Everything of which the message shows the first. @default - the message shows all */
  readonly all?: readonly string[];
  /** How to mend it. */
  readonly fix: string;
  /** Where it stands; reports look up the line. */
  readonly place?: Place;
  /** Why it is accepted, and by whom. */
  readonly accepted?: string;
  /** Reason that the judged object itself gives; nothing is accepted for it. */
  readonly claimed?: string;
  /** Rule of admission that says the same of the same work. */
  readonly rule?: WorkRuleId;
}

export interface CheckResult {
  readonly check: Check;
  readonly status: Status;
  /** How many things were judged. */
  readonly subjects: number;
  readonly findings: readonly Finding[];
}

export interface VerdictOptions {
  /** Findings that are accepted by name. @default - none */
  readonly baseline?: readonly BaselineEntry[];
  /**
   * Day on which it is judged, `2026-12-01`: entries of the baseline and exceptions of the description run out.
   * @default - none, there is no clock here: what has a last day accepts nothing, and the finding asks for the day
   */
  readonly at?: string;
  /** Families to judge. @default - all */
  readonly families?: readonly Family[];
  /**
   * Told of each check before it is asked, with how many were and how many will be: thousands of projects take seconds.
   * @default - nobody is told
   */
  readonly onCheck?: (id: string, asked: number, of: number) => void;
}

/** What all checks come to. */
export interface Verdict {
  readonly results: readonly CheckResult[];
  /** Families for which no input was given, or that nobody asked for, and why; their checks are not among the results. */
  readonly notJudged: readonly { readonly family: Family; readonly reason: string }[];
  readonly complete: boolean;
}

/** Judges the input by every check of the families that it has input for. */
export function judge(evidence: Evidence, options: VerdictOptions = {}): Verdict {
  evidence.inputs.faults.refuseForVerdict();
  const { checks, notJudged } = checksFor(evidence, options);
  const results = checks.map((check, asked) => {
    options.onCheck?.(check.id, asked, checks.length);
    return judgeBy(check, evidence, options);
  });
  evidence.inputs.faults.refuse();
  return { results, notJudged, complete: evidence.complete };
}

/** The checks of the families that there is input for. */
export function checksFor(
  evidence: Evidence,
  { families }: VerdictOptions = {},
): { readonly checks: readonly Check[]; readonly notJudged: Verdict['notJudged'] } {
  const without = familiesWithoutInput(evidence);
  const others = FAMILY_NAMES.filter(
    (family) => families?.includes(family) === false && !without.some((item) => item.family === family),
  );
  const notJudged = [...without, ...others.map((family) => ({ family, reason: 'not asked for' }))];
  const left = new Set(notJudged.map(({ family }) => family));
  return { checks: CHECKS.filter(({ id }) => !left.has(familyOf(id))), notJudged };
}

export function familyOf(id: Check['id']): Family {
  return id.slice(0, id.indexOf('/')) as Family;
}

function familiesWithoutInput({ inputs, objects, scope }: Evidence): Verdict['notJudged'] {
  const cloud =
    inputs.plans.some(({ resources }) => resources.some(({ type }) => type.startsWith('aws:'))) ||
    inputs.iam.length > 0;
  const manifests = scope.namespaces.length > 0;
  // Objects of which operators make resources of the cloud, classes of Karpenter's nodes and node groups of eksctl are input of their families.
  const shown = new Set<Family>([
    ...operatedResources(inputs.objects).map(({ gives }) => (gives === 'nodes' ? 'node' : 'access')),
    ...(hasNodeClasses(inputs.objects) || eksctlNodeGroups(objects).length > 0 ? (['node'] as const) : []),
  ]);
  return FAMILY_NAMES.flatMap((family) => {
    const { input } = FAMILIES[family];
    if (input === 'cloud' ? cloud || shown.has(family) : manifests) return [];
    const reason = input === 'cloud' ? 'no plan and no IAM documents' : 'no namespace of a project in the files';
    return [{ family, reason }];
  });
}

/** What one check comes to. A fault that it finds in the input is left in `evidence.inputs.faults`. */
export function judgeBy(check: Check, evidence: Evidence, options: VerdictOptions = {}): CheckResult {
  const findings: Finding[] = [];
  const statuses: Status[] = [];
  let subjects = 0;
  for (const { subject, problems } of check.judge(evidence)) {
    subjects++;
    if (problems.length === 0) statuses.push('pass');
    for (const problem of problems) {
      const finding = report(check, subject, problem, evidence, options);
      findings.push(finding);
      statuses.push(finding.status);
    }
  }
  const status = worst(statuses);
  const isGood = status === 'pass' || status === 'accepted';
  if (check.openWorld === true && isGood && !evidence.complete) {
    return { check, status: 'unknown', subjects, findings: [...findings, OPEN_WORLD] };
  }
  return { check, status, subjects, findings };
}

/** T8: a pass says something about these files only, as long as nothing says that they are all. */
const OPEN_WORLD: Finding = {
  status: 'unknown',
  resource: 'cluster',
  path: '',
  message: 'holds in these files; what else is in the cluster could undo it',
  fix: 'judge a dump of the cluster with a list of every kind, or vouch for it: --assume complete',
};

function report(
  check: Check,
  subject: Subject,
  problem: Problem,
  { platform, scope }: Evidence,
  { baseline = [], at }: VerdictOptions,
): Finding {
  const place = problem.place ?? subject.place;
  const entered = acceptedByBaseline(baseline, check.id, { ...subject, message: problem.message }, at);
  const described = describedAs(platform, problem, at);
  const accepted =
    entered.reason !== undefined
      ? `${entered.reason} (baseline)`
      : described.reason !== undefined
        ? `${described.reason} (description)`
        : undefined;
  const claimed = accepted === undefined ? claimOf(subject, problem, scope.keys.acceptedRisk) : undefined;
  return {
    status: accepted !== undefined ? 'accepted' : problem.status,
    resource: subject.resource,
    ...(subject.namespace === undefined ? {} : { namespace: subject.namespace }),
    path: pathWithin(subject, problem.place),
    message: accepted === undefined ? `${problem.message}${notAccepted(entered, described)}` : problem.message,
    ...(problem.all === undefined ? {} : { all: problem.all }),
    fix: problem.fix ?? check.fix,
    ...(place === undefined ? {} : { place }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(claimed === undefined ? {} : { claimed }),
    ...(problem.ruled === undefined ? {} : { rule: problem.ruled.rule }),
  };
}

/** Why a finding that somebody accepted stands all the same. */
function notAccepted(entered: Entered, described: Described): string {
  if (entered.asksForDay) return '; an entry of the baseline has a last day: say on which day it is judged (at)';
  if (described.asksForDay)
    return '; an exception of the description has a last day: say on which day it is judged (at)';
  return described.ranOut === undefined ? '' : `; the exception of the description ran out on ${described.ranOut}`;
}

/** The judged object's own annotation. Whoever writes the object writes it, so it excuses nothing. */
function claimOf({ place, depth }: Subject, { weakened }: Problem, key: string): string | undefined {
  if (place === undefined || weakened === undefined) return undefined;
  const text = valueAt(place.document.value, ...place.path.slice(0, depth), 'metadata', 'annotations', key);
  if (typeof text !== 'string') return undefined;
  try {
    const reasons = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const reason = ownValue(reasons, weakened.risk);
    return typeof reason === 'string' ? reason : undefined;
  } catch {
    return undefined;
  }
}
