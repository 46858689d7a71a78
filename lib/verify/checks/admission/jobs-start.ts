import { readSpec } from '../../admission/completed-object';
import { admissionRequest, JOB_CONTROLLER, type Manifest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import type { Path } from '../../input/line-of';
import { type TrainingNamespace, labelsOfNamespace } from '../../scope/training-scope';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import type { PodSpec } from './parts/base-pod';
import { fails, notKnown, workloadSubject, type Problem } from '../../problem';
import { ownedPod } from '../pod-probe';
import { likeness } from '../probe';
import { undecided } from './parts/undecided';

export const jobsStart: Check = {
  id: 'admission/jobs-start',
  title: 'The policies admit the jobs of the files',
  why: 'Policies that refuse everything isolate as well; a rule and a template that disagree by a letter stop every job.',
  stops: [],
  control: 'policies and pod templates, made of the same description',
  fix: 'mend what the policy asks for in the template of the job',
  positive: true,
  *judge(evidence) {
    const known = new Map<string, readonly Problem[]>();
    for (const namespace of evidence.scope.namespaces) {
      for (const workload of namespace.workloads) {
        if (workload.spec === undefined) continue;
        const key = likeness(evidence, namespace, workload.object.field.value);
        const problems = known.get(key) ?? [...admittedProblems(evidence, namespace, workload)];
        known.set(key, problems);
        yield { subject: workloadSubject(workload), problems };
      }
    }
  },
};

function* admittedProblems(
  { admission, assumptions }: Evidence,
  namespace: TrainingNamespace,
  workload: Workload,
): Generator<Problem> {
  // What a controller made is asked for as it was made: the scheduler wrote the node into it later.
  const isMade = workload.object.kind === 'Pod' && workload.owned;
  const spec = readSpec(isMade ? unscheduled(workload.spec?.value as PodSpec) : (workload.spec?.value as PodSpec));
  const labels = (workload.metadata?.get('labels')?.value ?? {}) as Readonly<Record<string, unknown>>;
  const namespaceLabels = labelsOfNamespace(namespace);
  const pod = admissionRequest({
    operation: 'CREATE',
    object: ownedPod(namespace.name, spec, labels, podName(workload)),
    namespaceLabels,
    who: JOB_CONTROLLER,
  });
  const own = admissionRequest({
    operation: 'CREATE',
    object: asServed(workload),
    namespaceLabels,
  });
  for (const [what, request] of [['its pods', pod] as const, ...(isMade ? [] : [['it', own] as const])]) {
    const { refusing, perhaps } = admission.ask(request, assumptions.signed);
    const names = [...new Set(refusing.map(({ name }) => name))];
    const { who, why } = undecided(admission, perhaps, 'each of');
    if (names.length > 0) yield fails(`${names.join(', ')} refuses ${what}`);
    else if (perhaps.length > 0) yield notKnown(`whether ${who} admits ${what} is not known${why}`);
  }
}

/** The groups whose templates the API server reads as pods; those of other tools it passes on as they are. */
const OWN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'batch']);

/** What makes the pods, as admission sees it. */
function asServed({ object, spec }: Workload): Manifest {
  const { apiVersion, kind } = object;
  const written = object.field.value as Manifest;
  // A typed list says what its items are, and an object may be written without metadata.
  const manifest = { ...written, apiVersion, kind, metadata: written.metadata ?? {} } as Manifest;
  if (spec === undefined || !OWN_GROUPS.has(object.group)) return manifest;
  return replaced(manifest, spec.path, readSpec(spec.value as PodSpec)) as Manifest;
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}

function unscheduled(spec: PodSpec): PodSpec {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'nodeName')) as PodSpec;
}

/** A name that pods of the workload get: exceptions go by names. */
function podName({ object: { kind, name } }: Workload): string {
  return kind === 'Pod' ? name : `${name}-0`;
}
