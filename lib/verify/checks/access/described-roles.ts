import { rolesOfDescription } from '../../cloud/described-roles';
import { namedSubject } from '../../problem';
import type { Check } from '../check';
import { carriers } from './parts/carriers';
import { roleSubject } from './parts/policy-subject';
import { takerProblems } from './parts/takers';

export const describedRoles: Check = {
  id: 'access/described-roles',
  title: 'No node, no pod and no stranger takes on a role that the description lets past the fence',
  why: 'Buckets and the cluster know an administrator by the name of the role alone: whoever takes it on is one.',
  stops: ['A3', 'A4', 'T5'],
  control:
    'trust of administrators, data loaders and checkpoint readers; associations, and whatever resource or object names an administrator as its role; access/outsiders looks at rights to take one on',
  fix: 'let people take it on: the account itself, a provider of identities, one exact subject of a pipeline',
  *judge(evidence) {
    for (const described of rolesOfDescription(evidence.platform)) {
      const { arn, name, isAdministrator } = described;
      const role = evidence.access.roles.find((item) =>
        item.arn === undefined ? item.name === name : item.arn === arn,
      );
      const given = isAdministrator ? [...carriers(evidence, described)] : [];
      if (role === undefined && given.length === 0) continue;
      const taken = role === undefined ? [] : takerProblems(evidence, role, isAdministrator);
      const subject = role === undefined ? namedSubject(`Role/${name}`) : roleSubject(evidence, role);
      yield { subject, problems: [...taken, ...given] };
    }
  },
};
