import type { Project } from '../../../../model';
import { grouped } from '../../../../model/grouped';
import { ROLE_ANNOTATION } from '../../../../model/project/service-account';
import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { isUnknownText } from '../../../input/pulumi/wire-value';
import { describedProject } from '../../../scope/described-project';
import { serviceAccountOf } from '../../../workload/account';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../../problem';

/**
 * Accounts of the projects beside the way by which the description gives pods their roles; where none says so, no role is of
 * two projects.
 */
export function* accountRoles(evidence: Evidence): Generator<Judged> {
  const accounts = evidence.objects.ofKind('', 'ServiceAccount');
  const ofProjects = accounts.filter((object) => evidence.scope.contains(object.namespace));
  const byRole = grouped(ofProjects, (object) => identityOf(object)?.value);
  for (const object of accounts) {
    const project = describedProject(evidence.platform, object.namespace ?? '');
    if (project === undefined || evidence.platform?.aws === undefined) {
      const at = evidence.scope.contains(object.namespace) ? identityOf(object) : undefined;
      if (at === undefined || isUnknownText(at.value)) continue;
      const problems = sharedRole(evidence, object, at, byRole.get(at.value) ?? []);
      yield { subject: objectSubject(object), problems };
      continue;
    }
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

function sharedRole(
  { scope }: Evidence,
  { namespace }: KubernetesObject,
  at: Field,
  accounts: readonly KubernetesObject[],
): readonly Problem[] {
  const projectOf = (name: string | undefined): string | undefined => scope.find(name)?.project;
  const other = accounts.find((account) => projectOf(account.namespace) !== projectOf(namespace));
  if (other === undefined) return [];
  return [
    fails(`names ${String(at.value)}, as ${other.namespace}/${other.name} of another project does`, {
      at,
      fix: 'give each project a role of its own',
    }),
  ];
}

/** Annotations that give an account an identity of a cloud, as the webhooks of AWS, Google and Azure read them. */
const IDENTITIES = [
  ROLE_ANNOTATION,
  // https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
  'iam.gke.io/gcp-service-account',
  // https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
  'azure.workload.identity/client-id',
];

function identityOf({ field }: KubernetesObject): Field | undefined {
  const annotations = field.at('metadata', 'annotations');
  return IDENTITIES.map((key) => annotations?.get(key)).find((at) => at !== undefined);
}

const annotationOf = ({ field }: KubernetesObject): Field | undefined =>
  field.at('metadata', 'annotations', ROLE_ANNOTATION);
