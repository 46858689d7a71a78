import type { Platform } from '../../model';
import type { Authority } from '../authority/authority';
import type { Subject } from '../authority/subject';
import type { TrainingScope } from './training-scope';

/** Groups that everybody or every pod is in. */
const EVERYBODY = new Set([
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
  'system:anonymous',
]);

/** Whether a subject means everybody, or every account of some namespace. */
export function isEverybody({ kind, name }: Subject): boolean {
  return (kind === 'Group' || kind === 'User') && (EVERYBODY.has(name) || name.startsWith('system:serviceaccounts'));
}

/** Kubernetes' own users and groups: components of the control plane and kubelets. */
export function isOfKubernetes(subject: Subject): boolean {
  if (subject.kind === 'IAM') return false;
  if (subject.kind === 'ServiceAccount') return subject.namespace === 'kube-system';
  return subject.name.startsWith('system:') && !isEverybody(subject);
}

/** Whether somebody holds every right in the cluster. */
export function isAdministrator(authority: Authority, subject: Subject): boolean {
  return authority.subjectMay(subject, { verb: 'mutate-anything', apiGroup: 'any.group', resource: 'anything' });
}

/**
 * Whether a subject is somebody whose rights in projects are judged: people and accounts that are neither Kubernetes'
 * own, nor administrators, nor accounts of operators, which another check looks at.
 */
export function isPerson(
  authority: Authority,
  subject: Subject,
  scope: TrainingScope,
  platform: Platform | undefined,
): boolean {
  if (isOfKubernetes(subject) || isAdministrator(authority, subject)) return false;
  if (subject.kind !== 'ServiceAccount' || scope.contains(subject.namespace)) return true;
  return !(platform?.components.some(({ namespace }) => namespace === subject.namespace) ?? false);
}
