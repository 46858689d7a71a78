import type { Policy } from '../../access/policy/policy';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { fails, namedSubject, type Judged } from '../../problem';

export const policyVersion: Check = {
  id: 'access/policy-version',
  title: 'Policies of projects and their buckets are written in the current language of IAM',
  why: 'Without a Version a policy is of 2008, where ${...} is text: who adds a variable later names a folder that nobody has.',
  stops: ['A1'],
  control: 'Version of every policy document',
  fix: 'write "Version": "2012-10-17"',
  *judge({ cloud, access }: Evidence) {
    const policies = new Set<Policy>();
    for (const { role } of cloud.identities) {
      for (const policy of [...role.identity, role.boundary, role.trust])
        if (policy !== undefined) policies.add(policy);
    }
    for (const { name } of cloud.buckets) {
      const policy = access.buckets.get(name);
      if (policy !== undefined) policies.add(policy);
    }
    for (const policy of policies) yield judged(policy);
  },
};

function judged({ place, statements }: Policy): Judged {
  const isOld = statements.some(({ variables }) => !variables);
  return {
    subject: namedSubject(place.name),
    problems: isOld ? [fails('has no Version 2012-10-17: ${...} in it would be text', { at: place })] : [],
  };
}
