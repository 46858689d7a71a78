import type { Grant } from '../../authority/authority';
import { requestText, type ApiRequest } from '../../authority/rule';
import { subjectText, type Subject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { isPerson } from '../../scope/people';
import type { Place } from '../finding';

/** Somebody with rights that a check is about. */
export interface Holding {
  readonly subject: Subject;
  /** Texts of the rights, `create pods/exec in ml-alpha`. */
  readonly rights: readonly string[];
  readonly grant: Grant;
}

/** Everybody, operators and administrators left out, who has one of some rights in a namespace or in the cluster. */
export function holders(
  evidence: Evidence,
  rights: readonly Omit<ApiRequest, 'namespace'>[],
  namespace?: string,
): readonly Holding[] {
  const { authority, scope, platform } = evidence;
  const found = new Map<string, { subject: Subject; rights: string[]; grant: Grant }>();
  for (const grant of authority.grantsAmong(rights, namespace)) {
    const { subject, right } = grant;
    const text = requestText(namespace === undefined ? right : { ...right, namespace });
    const key = subjectText(subject);
    const earlier = found.get(key);
    if (earlier !== undefined) earlier.rights.push(text);
    else if (isPerson(authority, subject, scope, platform)) found.set(key, { subject, rights: [text], grant });
  }
  return [...found.values()];
}

/** `create pods/exec, get pods/exec and 3 more in ml-alpha`. */
export function rightsText(rights: readonly string[]): string {
  const shown = rights.slice(0, 3).join(', ');
  return rights.length > 3 ? `${shown} and ${rights.length - 3} more` : shown;
}

/** `ClusterRoleBinding devs (edit)`. */
export function grantText({ binding, role }: Grant): string {
  return `${binding.kind} ${binding.name} (${role.name})`;
}

export function grantPlace({ binding }: Grant): Place | undefined {
  const field = binding.object?.field;
  return field === undefined ? undefined : { document: field.document, path: field.pathInDocument };
}
