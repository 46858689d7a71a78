import { accountOfArn, nameInArn } from '../../../model/aws/arn';
import type { Role } from '../../access/facts/role';
import { isUntouched } from '../../authority/every-cluster';
import { requestText, type ApiRequest } from '../../authority/rule';
import { serviceAccountIdentity, means } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { objectName } from '../../input/kubernetes-object';
import { serviceAccountOf, DEFAULT_ACCOUNT } from '../../workload/account';
import type { Check } from '../check';
import { fails, namedSubject, objectSubject, type Problem } from '../../problem';

export const trainingAccounts: Check = {
  id: 'authority/training-accounts',
  title: 'Accounts of projects have no rights in the cluster',
  why: 'What the account may do, any code in any training pod may do; an Indexed Job needs nothing.',
  stops: ['A1'],
  control: 'no binding of a service account of a project, and no access entry of its role',
  fix: 'take the account out of the binding; if a framework needs rights, name the objects',
  openWorld: true,
  *judge(evidence) {
    for (const [namespace, name] of accounts(evidence)) {
      const object = evidence.objects.find('', 'ServiceAccount', namespace, name);
      const subject = object === undefined ? namedSubject(`ServiceAccount/${name}`, namespace) : objectSubject(object);
      yield {
        subject,
        problems: [...bindingProblems(evidence, namespace, name), ...roleProblems(evidence, namespace, name)],
      };
    }
  },
};

/** Accounts of the files, those of pods, and the default that every namespace has. */
function* accounts({ scope, objects }: Evidence): Generator<readonly [string, string]> {
  const byNamespace = new Map(scope.namespaces.map(({ name }) => [name, new Set([DEFAULT_ACCOUNT])]));
  for (const { namespace, name } of objects.ofKind('', 'ServiceAccount')) byNamespace.get(namespace ?? '')?.add(name);
  for (const { name, workloads } of scope.namespaces) {
    for (const { spec } of workloads) byNamespace.get(name)?.add(serviceAccountOf(spec).name);
  }
  for (const [namespace, names] of byNamespace) for (const name of names) yield [namespace, name];
}

function bindingProblems({ authority }: Evidence, namespace: string, name: string): readonly Problem[] {
  const identity = serviceAccountIdentity(namespace, name);
  return authority.bindingsOf(identity).flatMap((binding): readonly Problem[] => {
    const role = authority.rulesOf(binding);
    // What every cluster gives to everybody is reading versions and oneself.
    const subject = binding.subjects.find((item) => means(item, identity) && !isUntouched(binding, item, role ?? []));
    if (subject === undefined) return [];
    const rule = role?.find(({ resources, verbs }) => (resources ?? []).length > 0 && verbs.length > 0);
    const shown = rule === undefined ? '' : `, for example ${requestText(exampleOf(rule, binding.namespace))}`;
    const by = binding.object === undefined ? `${binding.kind}/${binding.name}` : objectName(binding.object);
    return [fails(`has the rights of ${binding.role.name} by ${by}${shown}`, { at: binding.object?.field })];
  });
}

/** The role of the account may be somebody to the API server as well (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html). */
function roleProblems({ authority, cloud }: Evidence, namespace: string, name: string): readonly Problem[] {
  const own = cloud.identities.filter((one) => one.namespace === namespace && one.serviceAccount === name);
  return authority.cloud
    .filter(({ principal }) => own.some(({ role }) => isSameRole(principal, role)))
    .map(({ principal, groups, policies }) => {
      const as = [...groups.map((group) => `group ${group}`), ...policies.map((policy) => policy.name)];
      return fails(`its role ${principal} enters the cluster${as.length === 0 ? '' : `, as ${as.join(', ')}`}`, {
        fix: 'give people who enter the cluster roles of their own',
      });
    });
}

/** The mapping of an older cluster names a role without its path (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html). */
function isSameRole(principal: string, { arn, name }: Pick<Role, 'arn' | 'name'>): boolean {
  if (principal === arn) return true;
  const account = accountOfArn(arn ?? '');
  return nameInArn(principal) === name && (account === undefined || accountOfArn(principal) === account);
}

function exampleOf(
  {
    verbs,
    apiGroups,
    resources,
  }: { verbs: readonly string[]; apiGroups?: readonly string[]; resources?: readonly string[] },
  namespace: string | undefined,
): ApiRequest {
  return {
    verb: verbs[0] ?? '',
    apiGroup: apiGroups?.[0] ?? '',
    resource: resources?.[0] ?? '',
    ...(namespace === undefined ? {} : { namespace }),
  };
}
