import type { WorkRuleId } from '../../model/policies';
import type { Evidence } from '../evidence';
import type { Field } from '../input/field';
import type { TrainingNamespace } from '../scope/training-scope';
import type { Workload } from '../workload/workload';
import { notKnown, ruledWork, workloadSubject, type Judged, type Problem } from '../problem';

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
  for (const namespace of scope.namespaces) {
    for (const workload of namespace.workloads) {
      const subject = workloadSubject(workload);
      const { spec } = workload;
      if (spec === undefined) {
        yield { subject, problems: [UNSHOWN] };
        continue;
      }
      const problems = problemsOf({ namespace, workload, spec });
      if (problems !== undefined) yield { subject, problems: [...problems] };
    }
  }
}

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
