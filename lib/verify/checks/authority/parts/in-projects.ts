import type { ApiRequest } from '../../../authority/rule';
import type { RbacSubject } from '../../../authority/subject';
import type { Evidence } from '../../../evidence';
import { namespaceSubject, type TrainingNamespace } from '../../../scope/training-scope';
import type { Judged, Weakened } from '../../../problem';
import { holders, holdingProblem, mendedByHolder, type Counts } from './holders';

/** Judges for each project who holds some rights in it. */
export function* inProjects(
  evidence: Evidence,
  rights: readonly Omit<ApiRequest, 'namespace'>[],
  weakenedBy: (subject: RbacSubject, namespace: TrainingNamespace) => Weakened | undefined = () => undefined,
  counts?: Counts,
): Generator<Judged> {
  for (const namespace of evidence.scope.namespaces) {
    const problems = holders(evidence, rights, namespace.name, counts).map((holding) =>
      mendedByHolder(evidence, holdingProblem(holding, '', weakenedBy(holding.subject, namespace)), holding),
    );
    yield { subject: namespaceSubject(namespace), problems };
  }
}
