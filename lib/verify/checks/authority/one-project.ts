import { ROLE_ANNOTATION } from '../../../model/project/service-account';
import type { Evidence } from '../../evidence';
import { itemsIn } from '../../input/field';
import { byNaturalOrder } from '../../natural-order';
import { annotationsOf, labelsOf } from '../../input/kubernetes-object';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import { serviceAccountOf, runningAs } from '../../workload/account';
import { variableOf } from '../../workload/variables';
import type { Check } from '../check';
import { podProbes, type PodChange } from '../pod-probe';
import { probeProblems } from '../probe';
import { fails, type Problem } from '../../problem';

export const oneProject: Check = {
  id: 'authority/one-project',
  title: 'A namespace belongs to one project',
  why: 'Accounts, claims, Secrets and roles are of a namespace: whoever may create pods in it uses every identity and volume there.',
  stops: ['A1', 'A2'],
  control: 'a namespace for each project, with one identity that its pods may take',
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
    for (const container of itemsIn(spec, 'containers')) {
      const variable = variableOf(container, 'TRAINING_PROJECT_ID')?.value;
      if (variable !== undefined && variable !== '') projects.add(variable);
    }
  }
  return projects.size > 1 ? [fails(`holds pods of projects ${[...projects].sort(byNaturalOrder).join(', ')}`)] : [];
}

/** Several identities that pods may choose from. */
function identityProblems(evidence: Evidence, namespace: TrainingNamespace): readonly Problem[] {
  const { name, workloads } = namespace;
  const taken = new Set<string>();
  for (const { spec } of workloads) {
    if (spec !== undefined) taken.add(serviceAccountOf(spec).name);
  }
  const others = [...withRoles(evidence, name)].filter((account) => !taken.has(account));
  const free =
    taken.size + others.length < 2 ? others : others.filter((account) => isFree(evidence, namespace, account));
  const identities = [...taken, ...free].sort();
  return identities.length < 2 ? [] : [fails(`has several identities that any pod may take: ${identities.join(', ')}`)];
}

/** Accounts of a namespace that get roles in the cloud, by annotation or by association. */
function withRoles({ objects, access }: Evidence, name: string): ReadonlySet<string> {
  const annotated = objects
    .inNamespace('', 'ServiceAccount', name)
    .filter(({ field }) => annotationsOf(field.get('metadata')).has(ROLE_ANNOTATION));
  const associated = access.podIdentities.filter(({ namespace }) => namespace === name);
  return new Set([
    ...annotated.map((object) => object.name),
    ...associated.map(({ serviceAccount }) => serviceAccount),
  ]);
}

/** Whether pods may run as an account: that by which an operator reads Secrets is for no pod, and admission says so. */
function isFree(evidence: Evidence, namespace: TrainingNamespace, account: string): boolean {
  const change: PodChange = {
    meaning: `a pod that runs as ${account}`,
    rule: 'service-account',
    change: (spec) => runningAs(spec, account),
  };
  return probeProblems(evidence, podProbes(evidence, namespace, [change])).length > 0;
}
