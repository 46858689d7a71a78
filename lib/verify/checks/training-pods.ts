import type { WorkRuleId } from '../../model/policies';
import type { Evidence } from '../evidence';
import type { Field } from '../input/field';
import { onceFor } from '../once-for';
import type { TrainingNamespace, TrainingScope } from '../scope/training-scope';
import type { Workload } from '../workload/workload';
import { notKnown, ruledWork, workloadSubject, type Judged, type Problem, type Subject } from '../problem';

export interface TrainingPod {
  readonly namespace: TrainingNamespace;
  readonly workload: Workload;
  readonly spec: Field;
}

/** Judges the pods of every workload of the projects; a template that is not in the input cannot be judged. */
export function* trainingPods(
  { scope }: Evidence,
  problemsOf: (pod: TrainingPod) => Iterable<Problem> | undefined,
): Generator<Judged> {
  for (const { subject, pod } of podsOf(scope)) {
    const problems = pod === undefined ? [UNSHOWN] : problemsOf(pod);
    if (problems !== undefined) yield { subject, problems: [...problems] };
  }
}

interface ListedPod {
  readonly subject: Subject;
  /** Undefined where its template is not in the input. */
  readonly pod: TrainingPod | undefined;
}

/** Every check of pods goes through the same list. */
const podsOf = onceFor(({ namespaces }: TrainingScope): readonly ListedPod[] =>
  namespaces.flatMap((namespace) =>
    namespace.workloads.map((workload): ListedPod => {
      const { spec } = workload;
      const pod = spec === undefined ? undefined : { namespace, workload, spec };
      return { subject: workloadSubject(workload), pod };
    }),
  ),
);

/** One for all checks, with the same mend: none of theirs has a place to be done. */
const UNSHOWN = notKnown('the pod template is not in the files', {
  fix: 'run it by a kind that shows its pods, such as a Job, or in a namespace that is no project',
});

/** The same for what a rule of admission refuses as well, so that exceptions of the rule count here too. */
export function* ruledPods(
  evidence: Evidence,
  rule: WorkRuleId,
  problemsOf: (pod: TrainingPod) => Iterable<Problem> | undefined,
): Generator<Judged> {
  yield* trainingPods(evidence, (pod) => {
    const problems = problemsOf(pod);
    if (problems === undefined) return undefined;
    const ruled = ruledWork(rule, pod.workload);
    return Array.from(problems, (problem) => ({ ruled, ...problem }));
  });
}
