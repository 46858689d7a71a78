import type { Forbidden } from '../../../admission/admission';
import type { AdmissionPolicy } from '../../../admission/admission-policy';
import { literalsIn } from '../../../admission/words';
import { isOfKubernetesItself } from '../../../authority/every-cluster';
import type { Evidence } from '../../../evidence';

/** Every account is in it. */
const ALL_ACCOUNTS = 'system:serviceaccounts';
/** EKS keeps this prefix for its own control plane (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html). */
const OF_EKS = 'eks:';

/**
 * Whom guards let through although neither the description nor Kubernetes has them. The policy that refuses somebody is
 * asked about everybody whom its expressions name; without a description nobody knows who is meant.
 */
export function letThrough(
  evidence: Evidence,
  { request, harmless, native = false }: Forbidden,
  refuser: AdmissionPolicy,
): readonly string[] {
  // Controllers make the pods of work, and who may enter pods the description says of each project.
  const debuggers = (evidence.platform?.projects ?? []).flatMap(({ unsafe }) => unsafe.debuggers?.groups ?? []);
  return strangersNamed(evidence, refuser)
    .filter((name) => native || (name !== ALL_ACCOUNTS && !debuggers.includes(name)))
    .filter((name) => {
      const who = { username: name, groups: [name, 'system:authenticated'] };
      const asked = { request: { ...request, who }, harmless: harmless && { ...harmless, who }, native };
      return evidence.admission.refuserOf(asked) === undefined;
    });
}

const known = new WeakMap<AdmissionPolicy, readonly string[]>();

function strangersNamed({ platform }: Evidence, policy: AdmissionPolicy): readonly string[] {
  if (platform === undefined) return [];
  const { platformGroups, breakGlassGroups, controllers } = platform.policies;
  const described = new Set<string>([...platformGroups, ...breakGlassGroups, ...controllers]);
  const namespaces = new Set(['kube-system', ...platform.components.map(({ namespace }) => namespace)]);
  const isMeant = (name: string): boolean => {
    if (described.has(name) || (platform.aws !== undefined && name.startsWith(OF_EKS))) return true;
    const [, ofGroup] = /^system:serviceaccounts:([^:]+)$/.exec(name) ?? [];
    if (ofGroup !== undefined) return namespaces.has(ofGroup);
    const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
    if (namespace !== undefined && account !== undefined)
      return isOfKubernetesItself({ kind: 'ServiceAccount', namespace, name: account });
    return isOfKubernetesItself({ kind: 'User', name });
  };
  const names =
    known.get(policy) ??
    [...new Set(namesIn(policy.object.field.value))].filter((name) => name !== '' && !isMeant(name));
  known.set(policy, names);
  return names;
}

/** Texts of expressions about who asks, and names that begin with them, end or contain them where that is asked. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(namesIn);
  if (typeof value !== 'string' || !value.includes('userInfo')) return [];
  return [
    ...literalsIn(value),
    ...[...value.matchAll(/(startsWith|endsWith|contains)\(['"]([^'"\\]*)['"]\)/g)].map(([, how, text = '']) =>
      how === 'endsWith' ? `x${text}` : `${text}x`,
    ),
  ];
}
