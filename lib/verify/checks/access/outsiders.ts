import type { Check } from '../check';
import type { Problem, Weakened } from '../../problem';
import { rightHolders } from '../right-holders';
import { policySubject, roleSubject } from './parts/policy-subject';
import { proven } from './parts/proven';
import { detours } from './parts/detours';
import { touchedData } from './parts/touched-data';

export const outsiders: Check = {
  id: 'access/outsiders',
  title: 'No other role and no user of the files touches training data or checkpoints',
  why: 'Nodes, operators and production have roles too: what one of them reads, whoever takes it over reads.',
  stops: ['A3', 'A4', 'T18'],
  control:
    'policies of all other roles, of users and groups, on data, on the fence and the key of its bucket, on roles of projects and of administrators, on the way into the cluster',
  fix: 'take the rights away; name a reader, with a reason, under access.checkpointReaders of the description',
  *judge(evidence) {
    const { cloud } = evidence;
    if (cloud.buckets.length === 0) return;
    const own = new Set(cloud.identities.map(({ role }) => role.name));
    const others = rightHolders(evidence).filter(({ kind, role }) => kind === 'User' || !own.has(role.name));
    for (const { kind, role } of others) {
      const accepted: Weakened | undefined =
        role.arn === undefined ? undefined : { risk: 'checkpoint-readers', on: role.arn };
      const fills = evidence.platform?.aws?.access.dataLoaders.includes(role.arn ?? '') === true;
      const problems = touchedData(evidence, role).flatMap((proof, index): readonly Problem[] => {
        const use = cloud.buckets[index]?.use;
        return fills && use === 'datasets' ? [] : proven(proof, use === 'checkpoints' ? accepted : undefined);
      });
      problems.push(...detours(evidence, kind, role).flatMap((proof) => proven(proof)));
      const subject =
        kind === 'Role' ? roleSubject(evidence, role) : policySubject(`User/${role.name}`, role.identity[0]);
      // Where a policy is not known, every question has the same answer.
      const distinct = new Map(problems.map((problem) => [`${problem.status} ${problem.message}`, problem]));
      yield { subject, problems: [...distinct.values()] };
    }
  },
};
