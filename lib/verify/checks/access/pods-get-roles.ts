import { parseRoleArn } from '../../../model/names/aws-name';
import { ROLE_ANNOTATION } from '../../../model/project/service-account';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Evidence } from '../../evidence';
import { isGiven } from '../../cloud/project-identity';
import { serviceAccountOf } from '../../workload/account';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { tokenProblems } from './parts/token-settings';

export const podsGetRoles: Check = {
  id: 'access/pods-get-roles',
  title: "Pods of a project run as the account that has the project's role",
  why: 'An association for another name gives the job no credentials: it falls back to those of the node, or fails.',
  stops: [],
  control: 'service account of the pods, and of the association or trust',
  fix: 'make the association for the service account that the pods name',
  positive: true,
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      if (namespace.workloads.length > 0)
        yield { subject: namespaceSubject(namespace), problems: roleProblems(evidence, namespace) };
    }
  },
};

function roleProblems(evidence: Evidence, { name, workloads }: TrainingNamespace): readonly Problem[] {
  const { cloud, objects } = evidence;
  const given = cloud.identities.filter(isGiven);
  const own = given.filter(({ namespace }) => namespace === name);
  if (own.length === 0) {
    const unseen = workloads
      .map(({ spec }) => serviceAccountOf(spec).name)
      .find((account) => objects.find('', 'ServiceAccount', name, account) === undefined);
    if (unseen !== undefined)
      return [notKnown(`no association gives its pods a role, and their account ${unseen} is not in the files`)];
    const text = 'no association and no annotation of an account gives its pods a role';
    return [given.length > 0 ? fails(text) : notKnown(text)];
  }
  const misspelt = own.flatMap(({ serviceAccount }): readonly Problem[] => {
    const annotations = objects.find('', 'ServiceAccount', name, serviceAccount)?.field.at('metadata', 'annotations');
    const annotated = annotations?.get(ROLE_ANNOTATION);
    if (annotated === undefined || parseRoleArn(String(annotated.value)) !== undefined) return [];
    return [fails(`${serviceAccount} names ${String(annotated.value)}, which is no ARN of a role`, { at: annotated })];
  });
  // A role has its name in one account and under one path: another ARN is another role, or none.
  const mistaken = own.flatMap(({ by, serviceAccount, role }): readonly Problem[] => {
    const named = evidence.access.podIdentities.find(
      (item) => item.namespace === name && item.serviceAccount === serviceAccount && item.role === role.name,
    )?.roleArn;
    return by !== 'association' || named === undefined || role.arn === undefined || named === role.arn
      ? []
      : [fails(`the association of ${serviceAccount} names ${named}, and the role is ${role.arn}`)];
  });
  const accounts = new Set(own.map(({ serviceAccount }) => serviceAccount));
  const elsewhere = workloads.flatMap(({ kind, name: workload, spec }): readonly Problem[] => {
    const account = serviceAccountOf(spec).name;
    if (spec === undefined || accounts.has(account)) return [];
    return [
      fails(`${kind}/${workload} runs as ${account}, the role is for ${[...accounts].join(', ')}`, {
        at: spec,
      }),
    ];
  });
  const tokens = own.flatMap((identity) => tokenProblems(evidence, identity));
  return [...misspelt, ...mistaken, ...tokens, ...elsewhere];
}
