import type { Forbidden } from '../../../admission/admission';
import type { Platform } from '../../../../model';
import { accountOfUser } from '../../../../model/people/account-user';
import { operatorNamespaces } from '../../../../model/component/operator-namespaces';
import { ALL_ACCOUNTS, AUTHENTICATED } from '../../../../model/people/system-groups';
import type { AdmissionPolicy } from '../../../admission/admission-policy';
import { alikeIn, quotedIn } from '../../../admission/words';
import { OF_EKS } from '../../../authority/eks-control-plane';
import { nameOfSubject } from '../../../admission/kyverno/rule-match';
import { isOfKubernetesItself } from '../../../authority/every-cluster';
import type { Evidence } from '../../../evidence';
import { fieldsBelow } from '../../../input/fields-below';
import { onceFor } from '../../../once-for';
import { describedProject } from '../../../scope/described-project';
import { extrasIn, type Stranger } from './extras-let-through';
import { peopleOfAForm, peopleOfProjects } from './people-of-a-form';
import { peopleOfFiles } from './people-of-files';

/**
 * Whom guards let through although neither the description nor Kubernetes has them. The policy that refuses somebody is
 * asked about everybody whom its expressions name; without a description about those who are surely not meant.
 */
export function letThrough(
  evidence: Evidence,
  { request, harmless, native = false }: Forbidden,
  refuser: AdmissionPolicy,
): readonly string[] {
  const { platform } = evidence;
  const strangers = platform === undefined ? shownBy(evidence, refuser) : namedBy(platform, refuser, request.namespace);
  if (strangers.length === 0) return [];
  // Controllers make the pods of work, and who may enter pods of a project its description says.
  const debuggers = describedProject(platform, request.namespace ?? '')?.unsafe.debuggers?.groups ?? [];
  const found = new Map<string, string>();
  for (const { text, by, who } of strangers) {
    if (found.has(by) || (!native && (by === ALL_ACCOUNTS || debuggers.includes(by)))) continue;
    const asked = { request: { ...request, who }, harmless: harmless && { ...harmless, who }, native };
    if (evidence.admission.refuserOf(asked) === undefined) found.set(by, text);
  }
  return [...found.values()];
}

function namedBy(platform: Platform, refuser: AdmissionPolicy, namespace: string | undefined): readonly Stranger[] {
  const { named: spelledOut, isPutTogether } = strangersFor(platform)(refuser);
  return isPutTogether ? [...spelledOut, ...peopleOfProjects(platform, namespace)] : spelledOut;
}

/** Whom a policy that goes by people may let through, of those that the files show. */
function shownBy(evidence: Evidence, refuser: AdmissionPolicy): readonly Stranger[] {
  const goesByPeople =
    expressionsAboutPeople(refuser.object.field.value).length + subjectsIn(refuser.object).length > 0;
  return goesByPeople ? peopleOfFiles(evidence) : [];
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
  return onceFor((policy: AdmissionPolicy): Strangers => {
    const expressions = expressionsAboutPeople(policy.object.field.value);
    const subjects = subjectsIn(policy.object);
    const spelledOut = expressions.flatMap((text) => [...quotedIn(text), ...alikeIn(text)]);
    return {
      named: [
        ...[...new Set([...spelledOut, ...subjects])].filter((name) => name !== '' && !isMeant(name)).map(named),
        ...peopleOfAForm(expressions, subjects),
        ...extrasIn(policy),
      ],
      isPutTogether: expressions.some((text) => PUT_TOGETHER.test(text)),
    };
  });
});

interface Strangers {
  readonly named: readonly Stranger[];
  /** Whether names are made of a text and something else: `'ml:' + variables.project`. */
  readonly isPutTogether: boolean;
}

const PUT_TOGETHER = /['"]\s*\+|\+\s*['"]/;

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

/** Expressions about who asks. */
function expressionsAboutPeople(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(expressionsAboutPeople);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(expressionsAboutPeople);
  return typeof value === 'string' && value.includes('userInfo') ? [value] : [];
}
