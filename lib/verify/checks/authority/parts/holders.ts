import { grouped } from '../../../../model/grouped';
import type { Grant } from '../../../authority/authority';
import { OF_EKS } from '../../../authority/eks-control-plane';
import { requestText, type ApiRequest } from '../../../authority/rule';
import { accountNamespace, subjectText, type RbacSubject } from '../../../authority/subject';
import type { Evidence } from '../../../evidence';
import { standingOf, type Standing } from '../../../scope/people';
import { fails, notKnown, type Place, type Problem, type Weakened } from '../../../problem';
import { few } from '../../../few';

/** Somebody with rights that a check is about. */
export interface Holding {
  readonly subject: RbacSubject;
  /** Texts of the rights, `create pods/exec in ml-alpha`. */
  readonly rights: readonly string[];
  readonly grant: Grant;
  /** Why it is not known whether they are meant. */
  readonly doubt: string | undefined;
}

/** Whether a right counts by the grant that gives it. */
export type Counts = (grant: Grant & { readonly right: ApiRequest }) => boolean;

/** Everybody who has one of some rights in a namespace or in the cluster, by a grant that counts; those whose rights are meant are left out. */
export function holders(
  evidence: Evidence,
  rights: readonly Omit<ApiRequest, 'namespace'>[],
  namespace?: string,
  counts: Counts = () => true,
): readonly Holding[] {
  const found = evidence.authority.grantsAmong(rights, namespace).flatMap((grant): readonly Holding[] => {
    if (!counts(grant)) return [];
    const { subject, right } = grant;
    const standing = standingOf(evidence, grant, right);
    if (standing === 'meant') return [];
    const text = requestText(namespace === undefined ? right : { ...right, namespace });
    const only = grant.names === undefined ? '' : `, only ${few(grant.names).shown}`;
    return [{ subject, rights: [`${text}${only}`], grant, doubt: doubtOf(standing) }];
  });
  const byHolder = grouped(found, ({ subject, doubt }) => `${subjectText(subject)}\n${doubt ?? ''}`);
  return [...byHolder.values()].map((own) => ({ ...(own[0] as Holding), rights: own.flatMap((one) => one.rights) }));
}

function doubtOf(standing: Standing): string | undefined {
  return typeof standing === 'object' ? standing.doubt : undefined;
}

/** How rights of an account are mended that an operator may need; people are mended as the check says. */
const OF_ACCOUNT =
  'take the rights from the role of the account; where an operator needs them, name it in the description under components or policies.controllers, or accept them in a baseline';

/** The same problem with a mend that fits its holder: what checks say to people helps no operator. */
export function mendedByHolder({ scope }: Evidence, problem: Problem, { subject }: Holding): Problem {
  const namespace = accountNamespace(subject);
  return namespace === undefined || scope.contains(namespace) ? problem : { ...problem, fix: OF_ACCOUNT };
}

/** What a holding comes to: `Group devs may create pods/exec in ml-alpha, by RoleBinding devs (edit)`. */
export function holdingProblem({ subject, rights, grant, doubt }: Holding, where = '', weakened?: Weakened): Problem {
  const { shown, all } = few(rights);
  const message = `${subjectText(subject)} may ${shown}${where}, by ${grantText(grant)}`;
  const at = grantPlace(grant);
  return doubt === undefined ? fails(message, { at, all, weakened }) : notKnown(`${message}; ${doubt}`, { at, all });
}

/** `ClusterRoleBinding devs (edit)`. */
function grantText({ binding, role }: Grant): string {
  return `${binding.kind} ${binding.name} (${role.name})`;
}

function grantPlace({ binding }: Grant): Place | undefined {
  const field = binding.object?.field;
  return field === undefined ? undefined : { document: field.document, path: field.pathInDocument };
}

/** Whether somebody is an account of a namespace itself, or of the control plane of EKS. */
export function belongsTo(namespace: string, subject: RbacSubject): boolean {
  return subject.kind === 'ServiceAccount' ? subject.namespace === namespace : subject.name.startsWith(OF_EKS);
}
