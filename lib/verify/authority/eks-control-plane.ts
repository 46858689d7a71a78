import type { Platform } from '../../model';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import type { Authority } from './authority';
import type { Binding } from './read-rbac';
import type { RbacSubject } from './subject';

/**
 * EKS keeps this prefix for its own control plane: an access entry may not take it
 * (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html).
 */
export const OF_EKS = 'eks:';

/** Controllers of it that act as accounts, and the roles that EKS makes for them; nothing in the cluster runs as these. */
const ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ['eks-vpc-resource-controller', 'vpc-resource-controller-role'],
  ['tagging-controller', 'eks:tagging-controller'],
]);

/** Where EKS might be. */
interface Cluster {
  readonly authority: Pick<Authority, 'principalsBehind'>;
  readonly platform: Platform | undefined;
}

const mayBeEks = ({ platform }: Cluster): boolean => platform === undefined || platform.aws !== undefined;

/** Whether a user is one of the control plane of EKS, as which nobody is let in. */
export function isEksUser(cluster: Cluster, subject: RbacSubject): boolean {
  const isOfEks = subject.kind === 'User' && subject.name.startsWith(OF_EKS);
  return isOfEks && mayBeEks(cluster) && cluster.authority.principalsBehind(subject).length === 0;
}

/** The same of whoever a binding gives the rights that every cluster of EKS gives it. */
export function isBoundByEks(cluster: Cluster, { role }: Pick<Binding, 'role'>, subject: RbacSubject): boolean {
  if (isEksUser(cluster, subject)) return true;
  return (
    mayBeEks(cluster) &&
    subject.kind === 'ServiceAccount' &&
    subject.namespace === KUBE_SYSTEM &&
    ACCOUNTS.get(subject.name) === role.name
  );
}
