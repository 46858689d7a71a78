import { guardedIn, type GuardedKind } from '../../../model/policies/guarded-kinds';
import { admissionRequest, type AdmissionRequest, type Asking } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import { manifest, PROBE } from './probe';

/** The guarded kinds that the cluster has: those of Kubernetes, and those of every tool that the input shows. */
export function guardedKinds(
  { installedGroups }: Evidence,
  where: GuardedKind['where'],
  writers: GuardedKind['writers'],
): readonly GuardedKind[] {
  return guardedIn(where, writers).filter((kind) => isBuiltIn(kind) || installedGroups.has(kind.group));
}

function isBuiltIn({ group, version }: GuardedKind): boolean {
  return version !== '*' && !group.endsWith('kyverno.io');
}

/** A request about an object of a guarded kind, of which nothing but its name is asked. */
export function guardedRequest(
  { group, version, resource, kind, subresource }: GuardedKind,
  {
    name = PROBE,
    namespace,
    ...asking
  }: Omit<Asking, 'object'> & { readonly name?: string; readonly namespace?: string },
): AdmissionRequest {
  const served = version === '*' ? 'v1' : version;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const object = manifest(group === '' ? served : `${group}/${served}`, kind, metadata);
  return admissionRequest({ ...asking, object, resource, ...(subresource === undefined ? {} : { subresource }) });
}
