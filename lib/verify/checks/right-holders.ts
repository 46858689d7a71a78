import type { Role } from '../access/facts/role';
import { managedPolicy } from '../access/managed-policies';
import type { Missing } from '../access/missing';
import { isDescribedRole, rolesOfDescription } from '../cloud/described-roles';
import type { Evidence } from '../evidence';

/** Somebody of the files who has rights in the cloud. */
export interface RightHolder {
  readonly kind: 'Role' | 'User';
  readonly role: Role;
}

/**
 * Everybody of the files who has rights, but administrators, whom the description lets do everything: access/described-roles
 * looks at who takes such a role on.
 */
export function rightHolders(evidence: Evidence): readonly RightHolder[] {
  const { access, platform } = evidence;
  const administrators = rolesOfDescription(platform).filter((item) => item.isAdministrator);
  const isAdministrator = ({ arn, name }: Role): boolean =>
    administrators.some((item) => isDescribedRole(item, arn ?? name));
  const roles = [...access.roles.filter((role) => !isAdministrator(role)), ...elsewhere(evidence)];
  return [
    ...roles.map((role) => ({ kind: 'Role', role }) as const),
    ...access.users.map((role) => ({ kind: 'User', role }) as const),
  ];
}

/**
 * Roles of other programs to which a plan gives something, but those that are read by themselves or described. What they have
 * beside it the plan does not show: what it gives is judged where it is known.
 */
function elsewhere({ access, platform }: Evidence): readonly Role[] {
  const known = new Set([...access.roles, ...rolesOfDescription(platform)].map(({ name }) => name));
  return access.rolesElsewhere
    .filter(({ name }) => !known.has(name))
    .map((role) => ({ ...role, missing: role.missing.filter(isKnown) }));
}

/** Whether a policy whose text is in no plan is known to say something of data or of logs. */
function isKnown(missing: Missing): boolean {
  const known = missing.kind === 'attached-policy' ? managedPolicy(missing.policy) : undefined;
  return known?.touchesBuckets === true || known?.endsLogs === true;
}
