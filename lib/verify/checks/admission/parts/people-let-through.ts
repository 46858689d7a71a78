import type { Forbidden } from '../../../admission/admission';
import type { Platform } from '../../../../model';
import { accountOfUser } from '../../../../model/people/account-user';
import { operatorNamespaces } from '../../../../model/component/operator-namespaces';
import { ALL_ACCOUNTS, AUTHENTICATED } from '../../../../model/people/system-groups';
import type { AdmissionPolicy } from '../../../admission/admission-policy';
import { alikeIn, literalsIn } from '../../../admission/words';
import { OF_EKS } from '../../../authority/eks-control-plane';
import { nameOfSubject } from '../../../admission/kyverno/rule-match';
import { isOfKubernetesItself } from '../../../authority/every-cluster';
import type { Evidence } from '../../../evidence';
import { fieldsBelow } from '../../../input/fields-below';
import { onceFor } from '../../../once-for';
import { extrasIn, type Stranger } from './extras-let-through';

/**
 * Whom guards let through although neither the description nor Kubernetes has them. The policy that refuses somebody is
 * asked about everybody whom its expressions name; without a description nobody knows who is meant.
 */
export function letThrough(
  evidence: Evidence,
  { request, harmless, native = false }: Forbidden,
  refuser: AdmissionPolicy,
): readonly string[] {
  const strangers = evidence.platform === undefined ? [] : strangersFor(evidence.platform)(refuser);
  if (strangers.length === 0) return [];
  // Controllers make the pods of work, and who may enter pods the description says of each project.
  const debuggers = (evidence.platform?.projects ?? []).flatMap(({ unsafe }) => unsafe.debuggers?.groups ?? []);
  const found = new Map<string, string>();
  for (const { text, by, who } of strangers) {
    if (found.has(by) || (!native && (by === ALL_ACCOUNTS || debuggers.includes(by)))) continue;
    const asked = { request: { ...request, who }, harmless: harmless && { ...harmless, who }, native };
    if (evidence.admission.refuserOf(asked) === undefined) found.set(by, text);
  }
  return [...found.values()];
}

/** Whom a policy names although the description does not. */
const strangersFor = onceFor((platform: Platform) => {
  const { platformGroups, breakGlassGroups, controllers } = platform.policies;
  const described = new Set<string>([...platformGroups, ...breakGlassGroups, ...controllers]);
  const namespaces = new Set(operatorNamespaces(platform));
  const isMeant = (name: string): boolean => {
    if (described.has(name) || (platform.aws !== undefined && name.startsWith(OF_EKS))) return true;
    const [, ofGroup] = /^system:serviceaccounts:([^:]+)$/.exec(name) ?? [];
    if (ofGroup !== undefined) return namespaces.has(ofGroup);
    const account = accountOfUser(name);
    return isOfKubernetesItself(
      account === undefined ? { kind: 'User', name } : { kind: 'ServiceAccount', ...account },
    );
  };
  return onceFor((policy: AdmissionPolicy): readonly Stranger[] => [
    ...[...new Set([...namesIn(policy.object.field.value), ...subjectsIn(policy.object)])]
      .filter((name) => name !== '' && !isMeant(name))
      .map(named),
    ...extrasIn(policy),
  ]);
});

const named = (name: string): Stranger => ({
  text: name,
  by: name,
  who: { username: name, groups: [name, AUTHENTICATED] },
});

/** Whom rules of Kyverno name as such. */
function subjectsIn({ field }: AdmissionPolicy['object']): readonly string[] {
  return [...fieldsBelow(field.get('spec'))]
    .filter(({ key, field: { value } }) => key === 'subjects' && Array.isArray(value))
    .flatMap(({ field: subjects }) => subjects.items().flatMap((subject) => nameOfSubject(subject) ?? []));
}

/** Texts of expressions about who asks, and names that begin with them, end or contain them where that is asked. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(namesIn);
  if (typeof value !== 'string' || !value.includes('userInfo')) return [];
  return [...literalsIn(value), ...alikeIn(value)];
}
