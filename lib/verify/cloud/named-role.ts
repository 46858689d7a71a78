import { findRole, type AccessFacts, type Role } from '../access/facts/role';
import { cloudName, type PlanLinks } from '../input/pulumi/plan-links';
import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { ROLE } from '../input/pulumi/resource-types';

/** The role that an input of a resource names: by its ARN, or by where the input comes from. */
export function namedRole(
  links: PlanLinks,
  { roles }: Pick<AccessFacts, 'roles'>,
  from: PlannedResource,
  property: string,
): Role | undefined {
  const named = knownText(propertyOf(from, property));
  const planned = links.referenced(from, property, ROLE);
  return (
    (named === undefined ? undefined : findRole(roles, named)) ??
    (planned === undefined ? undefined : findRole(roles, cloudName(planned)))
  );
}

/** What an input calls a role, whether that is in the plan or not: its name there, or the ARN or name that the input has. */
export function givenRole(links: PlanLinks, from: PlannedResource, property: string): string | undefined {
  const planned = links.referenced(from, property, ROLE);
  return planned === undefined ? knownText(propertyOf(from, property)) : cloudName(planned);
}
