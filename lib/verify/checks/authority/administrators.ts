import { subjectText, type Subject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { isAdministrator, isEverybody, isOfKubernetes } from '../../scope/people';
import type { Check } from '../check';
import { fails, isUnknown, namedSubject, type Problem } from '../finding';

export const administrators: Check = {
  id: 'authority/administrators',
  title: 'Every right in the cluster is held by groups and roles for emergencies, not by accounts or single people',
  why: 'One token of an administrator opens every project; an account has one on every node that runs its pods.',
  answers: ['A2', 'T4'],
  control: 'bindings of cluster-admin and access entries of EKS',
  fix: 'bind cluster-admin to the group of the platform; set bootstrapClusterCreatorAdminPermissions: false',
  openWorld: true,
  *judge(evidence) {
    const { authority } = evidence;
    for (const subject of authority.subjects) {
      if (isOfKubernetes(subject) || !isAdministrator(authority, subject)) continue;
      const problem = problemOf(evidence, subject);
      yield { subject: namedSubject(subjectText(subject)), problems: problem === undefined ? [] : [problem] };
    }
    const unknown = authority.unknownPolicies.map((name) => isUnknown(`what ${name} allows is not known`));
    if (unknown.length > 0) yield { subject: namedSubject('cluster'), problems: unknown };
  },
};

function problemOf({ authority, platform }: Evidence, subject: Subject): Problem | undefined {
  const text = `${subjectText(subject)} holds every right in the cluster`;
  if (isEverybody(subject)) return fails(`${text}, and everybody is in it`);
  if (subject.kind === 'ServiceAccount') return fails(`${text}: its token is on every node that runs its pods`);
  if (subject.kind === 'User') return fails(`${text}, as a single person`);
  if (subject.kind === 'IAM' && /:user\/|^creator of cluster/.test(subject.name)) return fails(text);
  if (platform === undefined) return undefined;
  const groups = authority.cloud
    .filter(({ principal }) => principal === subject.name)
    .flatMap((access) => access.groups);
  const isNamed =
    subject.kind === 'Group' ? subject.name === platform.adminGroup : groups.includes(platform.adminGroup);
  return isNamed
    ? undefined
    : fails(`${text}, and the description names ${platform.adminGroup}`, {
        weakened: { risk: 'cluster-admins', on: '' },
      });
}
