import type { Evidence } from '../../evidence';
import type { Field } from '../../input/field';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Workload } from '../../workload/workload';
import { isUnknown, workloadSubject, type Judged, type Problem } from '../finding';

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
        yield { subject, problems: [isUnknown('the pod template is not in the files')] };
        continue;
      }
      const problems = problemsOf({ namespace, workload, spec });
      if (problems !== undefined) yield { subject, problems: [...problems] };
    }
  }
}
