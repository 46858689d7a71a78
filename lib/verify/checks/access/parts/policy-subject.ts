import { grouped } from '../../../../model/grouped';
import type { Policy } from '../../../access/policy/policy';
import type { Role } from '../../../access/facts/role';
import { ROLE } from '../../../input/pulumi/resource-types';
import type { Evidence } from '../../../evidence';
import { cloudName } from '../../../input/pulumi/plan-links';
import { onceFor } from '../../../once-for';
import { namedSubject, resourceSubject, type Subject } from '../../../problem';

/** What a policy is of, under the name that people know, in the place of the policy. */
export function policySubject(resource: string, policy: Policy | undefined): Subject {
  return policy === undefined ? namedSubject(resource) : { ...namedSubject(resource), place: policy.place };
}

/** A role where it stands in a plan, or else where one of its policies does. */
export function roleSubject({ plans }: Evidence, role: Role): Subject {
  const [planned] = rolesByName(plans).get(role.name) ?? [];
  const named = policySubject(`Role/${role.name}`, role.trust ?? role.identity[0] ?? role.boundary);
  return planned === undefined ? named : { ...resourceSubject(planned), resource: named.resource };
}

/** Several checks speak of every role. */
const rolesByName = onceFor((plans: Evidence['plans']) =>
  grouped(
    plans.flatMap((links) => links.of(ROLE)),
    cloudName,
  ),
);
