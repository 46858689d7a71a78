import { ROLE_ANNOTATION } from '../../../model/service-account';
import type { Evidence } from '../../evidence';
import { annotationsOf, labelsOf } from '../../input/kubernetes-object';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, type Problem } from '../finding';

export const oneProject: Check = {
  id: 'authority/one-project',
  title: 'A namespace belongs to one project',
  why: 'Accounts, claims, Secrets and roles are of a namespace: whoever may create pods in it uses every identity and volume there.',
  answers: ['A1', 'A2'],
  control: 'a namespace for each project, with one identity',
  fix: 'give each project a namespace of its own',
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      yield {
        subject: namespaceSubject(namespace),
        problems: [...projectProblems(evidence, namespace), ...identityProblems(evidence, namespace)],
      };
    }
  },
};

/** Pods that say they are of different projects. */
function projectProblems({ scope }: Evidence, { workloads, labels }: TrainingNamespace): readonly Problem[] {
  const own = labels.get(scope.keys.project);
  const projects = new Set(own === undefined ? [] : [own]);
  for (const { metadata, spec } of workloads) {
    const label = labelsOf(metadata).get(scope.keys.project);
    if (label !== undefined) projects.add(label);
    for (const container of spec?.get('containers')?.items() ?? []) {
      const variable = container
        .get('env')
        ?.items()
        .find((item) => item.get('name')?.value === 'TRAINING_PROJECT_ID')
        ?.get('value')?.value;
      if (typeof variable === 'string') projects.add(variable);
    }
  }
  return projects.size > 1 ? [fails(`holds pods of projects ${[...projects].sort().join(', ')}`)] : [];
}

/** Several identities that pods may choose from. */
function identityProblems({ objects, access }: Evidence, { name, workloads }: TrainingNamespace): readonly Problem[] {
  const identities = new Set<string>();
  for (const object of objects.inNamespace('', 'ServiceAccount', name)) {
    if (annotationsOf(object.field.get('metadata')).has(ROLE_ANNOTATION)) identities.add(object.name);
  }
  for (const { namespace, serviceAccount } of access.podIdentities)
    if (namespace === name) identities.add(serviceAccount);
  for (const { spec } of workloads) {
    const account = spec?.get('serviceAccountName')?.value;
    if (spec !== undefined) identities.add(typeof account === 'string' && account !== '' ? account : 'default');
  }
  if (identities.size < 2) return [];
  return [fails(`has several identities that any pod may take: ${[...identities].sort().join(', ')}`)];
}
