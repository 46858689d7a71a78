import { grouped, groupedByEach } from '../../model/grouped';
import type { Forbidden } from '../admission/admission';
import { admissionRequest, type AdmissionRequest, type Asking, type Manifest } from '../admission/admission-request';
import { dressed } from '../admission/dressed';
import type { Evidence } from '../evidence';
import { labelsOfNamespace, namespaceSubject, type TrainingNamespace } from '../scope/training-scope';
import { writtenPod } from './admission/parts/base-pod';
import { letThrough } from './admission/parts/people-let-through';
import { undecided } from './admission/parts/undecided';
import { exceptionsOfWork, hasExceptions } from '../scope/described-project';
import { fails, notKnown, namedSubject, type Judged, type Problem, type RuledWork } from '../problem';
import { few, type Few } from '../few';
import { onceFor } from '../once-for';

/** How a finding begins where nothing would refuse a request. */
export const NO_POLICY_REFUSES = 'no policy refuses';

/** Name of everything that is only asked for. */
export const PROBE = 'probe';

/** A request that a guard has to refuse. */
export interface Probe extends Forbidden {
  /** What would be possible: `a pod on the network of its node`. */
  readonly meaning: string;
  /** The rule of the platform that refuses it, and where; exceptions of all work there open it. @default - none */
  readonly ruled?: RuledWork;
}

/** What is wrong with the guards against some requests. */
export function probeProblems(evidence: Evidence, probes: Iterable<Probe>): readonly Problem[] {
  // One by one: what is asked next may hang on what was refused.
  const outcomes = Array.from(probes, (probe) => outcomeOf(evidence, probe));
  const openings = grouped(
    outcomes.flatMap(({ opening }) => opening ?? []),
    ({ because, ruled }) => `${because?.join(', ') ?? 'webhook'}\n${ruled?.rule ?? ''} ${ruled?.work ?? ''}`,
  );
  const strangers = groupedByEach(outcomes, (outcome) => outcome.strangers);
  return [
    ...[...openings.values()]
      .sort(([a], [b]) => severity(a as Opening) - severity(b as Opening))
      .map((same) => problemOf(evidence.admission, same)),
    ...[...strangers].map(([who, passed]) => {
      const { shown, all } = meaningsOf(passed);
      return fails(`policies let ${who}, whom the description does not name, do this: ${shown}`, { all });
    }),
  ];
}

/** What became of a probe. */
interface Outcome {
  readonly meaning: string;
  /** Set where nobody refuses it for sure. */
  readonly opening?: Opening;
  /** Whom the policy that refuses it lets through. */
  readonly strangers: readonly string[];
}

function outcomeOf(evidence: Evidence, probe: Probe): Outcome {
  const { admission } = evidence;
  const { meaning } = probe;
  const refuser = admission.refuserOf(probe);
  if (refuser === undefined) return { meaning, opening: openingOf(evidence, probe), strangers: [] };
  const open = inDisguise(admission, probe);
  return open === undefined
    ? { meaning, strangers: letThrough(evidence, probe, refuser) }
    : { meaning, opening: openingOf(evidence, open), strangers: [] };
}

/** A probe that is refused as it stands, in a disguise that its author is free to choose, and in which it is not. */
function inDisguise(admission: Evidence['admission'], probe: Probe): Probe | undefined {
  const { meaning, request, native = false, ruled } = probe;
  // What is asked for under a name that means something is not the same under another; a connection has nothing but a name.
  const isNamed = request.name !== PROBE;
  const isDressed = !isNamed || request.operation !== 'CONNECT';
  const disguise = isDressed ? admission.disguiseOf(probe, isNamed) : undefined;
  if (disguise === undefined) return undefined;
  return {
    meaning: `${meaning}, ${disguise.text}`,
    request: dressed(request, disguise),
    native,
    ...(ruled === undefined ? {} : { ruled: { ...ruled, work: disguise.name ?? ruled.work } }),
  };
}

/** A probe that is not refused for sure, and why. */
interface Opening {
  /** What may refuse it in a way that the files do not show; undefined where only a webhook does. */
  readonly because: readonly string[] | undefined;
  /** Policies that would refuse it, and only report. */
  readonly reporters: readonly string[];
  readonly meaning: string;
  /** Whether what may refuse it refuses a harmless request like it too: whether it does so for this reason, does not show. */
  readonly isAnyway: boolean;
  /** Set where the description opens it. */
  readonly ruled: RuledWork | undefined;
}

function openingOf({ admission, platform }: Evidence, probe: Probe): Opening {
  const { meaning, request, harmless, native = false, ruled } = probe;
  const byWebhook = native && admission.refuserOf({ request, harmless }) !== undefined;
  const all = doubts(admission, request, harmless);
  const ofServer = all.filter((name) => admission.policies.some((policy) => policy.native && policy.name === name));
  const because = !byWebhook ? all : ofServer.length > 0 ? ofServer : undefined;
  // What the description opens is told rule by rule, since each of its exceptions has its own reason; the rest at once.
  const described = ruled !== undefined && exceptionsOfWork(platform, ruled).length > 0 ? ruled : undefined;
  const isAnyway = admission.ask(request).perhaps.length === 0;
  const reporters = because?.length === 0 ? admission.reportersOf({ request, harmless }) : [];
  return { because, reporters, meaning, isAnyway, ruled: described };
}

/** What may refuse a request in a way that the files do not show, or refuses everything. */
function doubts(
  admission: Evidence['admission'],
  request: AdmissionRequest,
  harmless: AdmissionRequest | undefined,
): readonly string[] {
  const anyway = harmless === undefined ? [] : admission.ask(harmless).refusing;
  return [...new Set([...admission.ask(request).perhaps, ...anyway.map(({ name }) => name)])];
}

const severity = ({ because }: Opening): number => (because === undefined ? 1 : because.length === 0 ? 0 : 2);

/** What is wrong with probes that are open for the same reason. */
function problemOf(admission: Evidence['admission'], same: readonly Opening[]): Problem {
  const { because, isAnyway, ruled } = same[0] as Opening;
  const { shown: what, all } = meaningsOf(same);
  // What is not known is so of a policy of the input, whoever would be let in.
  const at = because?.flatMap((name) => admission.objectOf(name)?.field ?? [])[0];
  const { who, why } = undecided(admission, because ?? [], 'one of');
  if (because === undefined) return fails(`only a webhook, which can be switched off, refuses ${what}`, { all, ruled });
  const reporters = [...new Set(same.flatMap((one) => one.reporters))];
  const reported = reporters.length === 0 ? '' : `; only reported by ${few(reporters).shown}`;
  return because.length === 0
    ? fails(`${NO_POLICY_REFUSES} ${what}${reported}`, { all, ruled })
    : notKnown(`whether ${who} refuses ${what} is not known${why === '' && isAnyway ? ANYWAY : why}`, {
        all,
        ruled,
        at,
      });
}

const ANYWAY = ': a harmless request like it is refused as well';

function meaningsOf(probes: readonly Pick<Probe, 'meaning'>[]): Few {
  return few([...new Set(probes.map(({ meaning }) => meaning))], '; ');
}

/** Judges each namespace of a project by its probes; namespaces that no policy can tell apart, and whose pods are alike, are judged once. */
export function eachProject(evidence: Evidence, probes: ProbesOf): Generator<Judged> {
  return byClass(evidence, probes, withPods(evidence));
}

/** The same by probes that say nothing of its pods: projects that differ in their jobs alone are alike. */
export function eachNamespace(evidence: Evidence, probes: ProbesOf): Generator<Judged> {
  return byClass(evidence, probes, withoutPods(evidence));
}

type ProbesOf = (namespace: TrainingNamespace) => Iterable<Probe>;

/** Every check of admission sorts the namespaces in one of these two ways. */
const withPods = onceFor((evidence: Evidence) =>
  onceFor((namespace: TrainingNamespace) => likeness(evidence, namespace, writtenPod(evidence, namespace))),
);
const withoutPods = onceFor((evidence: Evidence) =>
  onceFor((namespace: TrainingNamespace) => likeness(evidence, namespace, undefined)),
);

function* byClass(
  evidence: Evidence,
  probes: ProbesOf,
  classOf: (namespace: TrainingNamespace) => string,
): Generator<Judged> {
  const known = new Map<string, readonly Problem[]>();
  for (const namespace of evidence.scope.namespaces) {
    const key = classOf(namespace);
    const problems = known.get(key) ?? probeProblems(evidence, probes(namespace));
    known.set(key, problems);
    yield { subject: namespaceSubject(namespace), problems };
  }
}

/**
 * Equal for things of namespaces that differ in nothing but the names of namespace and project, as long as no policy
 * mentions these names, or tells them or a text that holds them by a part, and the description excepts nothing there.
 */
export function likeness(
  { admission, platform }: Evidence,
  { name, project, labels }: TrainingNamespace,
  thing: unknown,
): string {
  if (admission.names(name) || admission.names(project) || hasExceptions(platform, name)) return name;
  const text = JSON.stringify([[...labels].sort(), thing]);
  const holding = new Set([name, project, ...textsHolding(text, name), ...textsHolding(text, project)]);
  const traits = Array.from(holding, (one) => admission.traitsOf(one));
  return [...traits, text.replaceAll(name, '<namespace>').replaceAll(project, '<project>')].join('\n');
}

/** Texts of some JSON that hold a name, which has nothing to escape; looked for from the name, since few of many do. */
function* textsHolding(json: string, name: string): Generator<string> {
  for (let at = json.indexOf(name); at !== -1;) {
    const from = quoteBefore(json, at);
    const to = quoteBehind(json, at + name.length);
    // A number may be called like a project, and no text follow it.
    if (to === -1) return;
    yield json.slice(from + 1, to);
    at = json.indexOf(name, to);
  }
}

function quoteBefore(json: string, at: number): number {
  let quote = json.lastIndexOf('"', at);
  while (isEscaped(json, quote)) quote = json.lastIndexOf('"', quote - 1);
  return quote;
}

function quoteBehind(json: string, at: number): number {
  let quote = json.indexOf('"', at);
  while (isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote;
}

/** Behind an odd number of backslashes. */
function isEscaped(json: string, at: number): boolean {
  let from = at;
  while (json[from - 1] === '\\') from--;
  return (at - from) % 2 === 1;
}

/** Judges the cluster as a whole. */
export function* wholeCluster(evidence: Evidence, probes: Iterable<Probe>): Generator<Judged> {
  if (evidence.scope.namespaces.length > 0)
    yield { subject: namedSubject('cluster'), problems: probeProblems(evidence, probes) };
}

/** A request about an object in a project. */
export function inProject(namespace: TrainingNamespace, asking: Omit<Asking, 'namespaceLabels'>): AdmissionRequest {
  return admissionRequest({ ...asking, namespaceLabels: labelsOfNamespace(namespace) });
}

/** An object by kind and name, with what else it has. */
export function manifest(
  apiVersion: string,
  kind: string,
  metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown },
  rest: Readonly<Record<string, unknown>> = {},
): Manifest {
  return { apiVersion, kind, metadata, ...rest };
}
