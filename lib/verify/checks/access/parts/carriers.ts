import { isDescribedRole, type DescribedRole } from '../../../cloud/described-roles';
import { KARPENTER_CLASS } from '../../../cloud/karpenter-nodes';
import type { Evidence } from '../../../evidence';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import type { Path } from '../../../input/line-of';
import { cloudName, type PlanLinks } from '../../../input/pulumi/plan-links';
import type { PlannedResource } from '../../../input/pulumi/planned-resource';
import { INSTANCE_PROFILE, ROLE } from '../../../input/pulumi/resource-types';
import { UNKNOWN } from '../../../input/pulumi/wire-value';
import { fails, inputPlace, placeIn, type Problem } from '../../../problem';

/**
 * What is given a role, whatever its trust says: that of a role elsewhere no plan shows. Whoever may change or call what runs as a
 * role is it.
 */
export function* carriers({ access, inputs, plans }: Evidence, described: DescribedRole): Generator<Problem> {
  const isIt = (given: string): boolean => isDescribedRole(described, given);
  for (const { namespace, serviceAccount, role, roleArn } of access.podIdentities)
    if (isIt(roleArn ?? role ?? '')) yield fails(`an association gives it to pods of ${namespace}/${serviceAccount}`);
  for (const links of plans)
    for (const resource of links.plan.resources.filter(mayCarry))
      for (const { path } of rolesIn(links, resource).filter(({ role }) => isIt(role)))
        yield fails(`${kindOf(resource)} ${resource.name} gets it`, { at: inputPlace(resource, ...path) });
  for (const object of inputs.objects.filter(({ field }) => field.document.file.text.includes(described.name)))
    for (const { path } of rolesOf(object).filter(({ role }) => isIt(role)))
      yield fails(`${object.kind} ${object.name} takes it on`, { at: placeIn(object, ...path) });
}

/** Roles and their policies name themselves; an association is asked about by its accounts. */
function mayCarry({ type }: PlannedResource): boolean {
  return (
    type === INSTANCE_PROFILE || (/^aws(?:-native)?:/.test(type) && !/^aws(?:-native)?:iam[/:]|PodIdentity/.test(type))
  );
}

const kindOf = ({ type }: PlannedResource): string => type.slice(type.lastIndexOf(':') + 1);

interface NamedRole {
  readonly role: string;
  readonly path: Path;
}

function rolesIn(links: PlanLinks, resource: PlannedResource): readonly NamedRole[] {
  return [...underRole(resource.inputs)].flatMap(({ value, path }): readonly NamedRole[] => {
    if (value === UNKNOWN)
      return links.targets(resource, String(path[0]), ROLE).map((role) => ({ role: cloudName(role), path }));
    return isNamed(value, resource.type === INSTANCE_PROFILE) ? [{ role: value, path }] : [];
  });
}

function rolesOf({ kind, field }: KubernetesObject): readonly NamedRole[] {
  return [...underRole(field.value)].flatMap(({ value, path }) =>
    isNamed(value, kind === KARPENTER_CLASS) ? [{ role: value, path }] : [],
  );
}

/** Other inputs than those of some types name a role by its ARN alone. */
function isNamed(value: unknown, byName: boolean): value is string {
  return typeof value === 'string' && (byName || value.startsWith('arn:'));
}

const OF_ROLE = /role/i;
/** What people write for themselves, or for a program that asks for the role in its own name. */
const OF_OTHERS = /^(?:tags|tagsAll|labels|environment|env|variables|data|podIdentityAssociations)$/;

/** Values under keys that speak of roles, however deep, in texts of JSON as well. */
function* underRole(
  value: unknown,
  isOfRole = false,
  path: Path = [],
): Generator<{ readonly value: unknown; readonly path: Path }> {
  const inside = typeof value === 'string' ? parsed(value) : value;
  if (typeof inside !== 'object' || inside === null) {
    if (isOfRole) yield { value, path };
    return;
  }
  const isText = typeof value === 'string';
  for (const [key, item] of Object.entries(inside)) {
    const at = isText ? path : [...path, Array.isArray(inside) ? Number(key) : key];
    if (!OF_OTHERS.test(key)) yield* underRole(item, isOfRole || OF_ROLE.test(key), at);
  }
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
