import type { ApiRequest } from '../../authority/rule';
import { subjectText, type Subject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import { fails, type Judged, type Problem, type Weakened } from '../finding';
import { grantPlace, grantText, holders, rightsText } from './holders';

/** Judges for each project who holds some rights in it. */
export function* inProjects(
  evidence: Evidence,
  rights: readonly Omit<ApiRequest, 'namespace'>[],
  weakenedBy: (subject: Subject, namespace: TrainingNamespace) => Weakened | undefined = () => undefined,
): Generator<Judged> {
  for (const namespace of evidence.scope.namespaces) {
    const problems = holders(evidence, rights, namespace.name).map(({ subject, rights: texts, grant }): Problem => {
      const message = `${subjectText(subject)} may ${rightsText(texts)}, by ${grantText(grant)}`;
      return fails(message, { at: grantPlace(grant), weakened: weakenedBy(subject, namespace) });
    });
    yield { subject: namespaceSubject(namespace), problems };
  }
}
