import { forLogs } from '../../access/managed-policies';
import { prove } from '../../access/proof/proof';
import type { Check } from '../check';
import { policySubject, roleSubject } from '../access/parts/policy-subject';
import { proven } from '../access/parts/proven';
import { rightHolders } from '../right-holders';
import { logEnds } from './parts/log-ends';

export const notStopped: Check = {
  id: 'audit/not-stopped',
  title: 'No role and no user of the files stops a log, or removes it',
  why: 'Whoever switches the log off first leaves no trace of what comes next, and nothing else says that it is missing.',
  stops: ['A2', 'A3'],
  control:
    'policies of all roles, of users and groups, on the trails, flow logs and log groups of the plan, and on the buckets, keys and roles that these are written with',
  fix: 'take the right away, or name the logs that it is about; administrators of the description have it',
  *judge(evidence) {
    const targets = evidence.plans.flatMap((links) => logEnds(links, evidence));
    if (targets.length === 0) return;
    for (const { kind, role } of rightHolders(evidence)) {
      const subject =
        kind === 'Role' ? roleSubject(evidence, role) : policySubject(`User/${role.name}`, role.identity[0]);
      const asked = forLogs(role);
      const problems = targets.flatMap((target) => proven(prove(evidence.access, asked, [target])));
      const distinct = new Map(problems.map((problem) => [`${problem.status} ${problem.message}`, problem]));
      yield { subject, problems: [...distinct.values()] };
    }
  },
};
