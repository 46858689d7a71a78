import type { Project } from '../../../../model';
import { ROLE_ANNOTATION } from '../../../../model/service-account';
import type { Evidence } from '../../../evidence';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { isUnknownText } from '../../../input/pulumi/wire-value';
import { describedProject } from '../../../scope/described-project';
import { serviceAccountOf } from '../../../workload/account';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../../problem';

/** Accounts of the projects beside the way by which the description gives pods their roles. */
export function* accountRoles(evidence: Evidence): Generator<Judged> {
  for (const object of evidence.objects.ofKind('', 'ServiceAccount')) {
    const project = describedProject(evidence.platform, object.namespace ?? '');
    if (project === undefined || evidence.platform?.aws === undefined) continue;
    const problems = runsTraining(evidence, project, object.name)
      ? trainingRole(evidence, project, object)
      : borrowedRole(evidence, object);
    yield { subject: objectSubject(object), problems };
  }
}

function runsTraining({ scope }: Evidence, { namespace, serviceAccount }: Project, name: string): boolean {
  const workloads = scope.find(namespace)?.workloads ?? [];
  return (
    name === serviceAccount || workloads.some(({ spec }) => spec !== undefined && serviceAccountOf(spec).name === name)
  );
}

/** The webhook gives pods the role that their account names, whatever it is (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
function trainingRole({ platform }: Evidence, project: Project, object: KubernetesObject): readonly Problem[] {
  const at = annotationOf(object);
  if (platform?.aws?.credentials.kind !== 'irsa')
    return at === undefined
      ? []
      : [
          fails(`names role ${String(at.value)}, and the description gives it one by an association`, {
            at,
            fix: `remove the annotation ${ROLE_ANNOTATION}`,
          }),
        ];
  const { arn } = project.role;
  if (at?.value === arn) return [];
  const fix = `write ${ROLE_ANNOTATION}: ${arn ?? 'the ARN of the role of the project'}`;
  if (at === undefined) return [fails('names no role: its pods get none', { at: object.field, fix })];
  if (isUnknownText(at.value)) return [notKnown('the role that it names is not known in the plan', { at })];
  return [fails(`names role ${String(at.value)}, and that of its project is ${arn ?? 'another one'}`, { at, fix })];
}

/** Other accounts have roles of their own: as one of training they would be past what pods are judged by. */
function borrowedRole({ platform }: Evidence, object: KubernetesObject): readonly Problem[] {
  const at = annotationOf(object);
  const owner = platform?.projects.find(({ role }) => role.arn !== undefined && role.arn === at?.value);
  if (owner === undefined) return [];
  return [
    fails(`names the role that training of project ${owner.name} has`, {
      at,
      fix: 'give the account a role of its own',
    }),
  ];
}

const annotationOf = ({ field }: KubernetesObject): ReturnType<typeof field.at> =>
  field.at('metadata', 'annotations', ROLE_ANNOTATION);
