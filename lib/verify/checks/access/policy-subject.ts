import type { Policy } from '../../access/policy/policy';
import type { Role } from '../../access/facts/role';
import type { Evidence } from '../../evidence';
import { cloudName } from '../../input/pulumi/plan-links';
import { namedSubject, resourceSubject, type Place, type Subject } from '../finding';

/** What a policy is of, under the name that people know, in the place of the policy. */
export function policySubject(resource: string, policy: Policy | undefined): Subject {
  return policy === undefined ? namedSubject(resource) : { ...namedSubject(resource), place: placeOfPolicy(policy) };
}

/** A role where it stands in a plan, or else where one of its policies does. */
export function roleSubject({ plans }: Evidence, role: Role): Subject {
  const planned = plans
    .flatMap((links) => links.of('aws:iam/role:Role'))
    .find((resource) => cloudName(resource) === role.name);
  const subject = planned === undefined ? undefined : resourceSubject(planned);
  const named = policySubject(`Role/${role.name}`, role.trust ?? role.identity[0] ?? role.boundary);
  return subject === undefined ? named : { ...subject, resource: named.resource };
}

function placeOfPolicy({ place }: Policy): Place {
  return { document: place.document, path: place.path };
}
