import { accountOfUser } from '../../../model/people/account-user';
import type { Role } from '../../access/facts/role';
import { trusted } from '../../access/trust';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { fails, notKnown, namedSubject, type Problem } from '../../problem';
import { touchedData } from './parts/touched-data';

export const knownNamespaces: Check = {
  id: 'access/known-namespaces',
  title: 'Every namespace that the cloud trusts with training data is one that is judged here',
  why: 'The cloud trusts a namespace by its name, admission judges it by its label: one without the label has the role and none of the rules.',
  stops: ['T7'],
  control: 'trust policies, Pod Identity associations, and the labels of the namespaces that they name',
  fix: 'remove the association of a project before its namespace; label the namespace as a project',
  *judge(evidence) {
    const { scope, access, cloud } = evidence;
    if (scope.namespaces.length === 0 || cloud.buckets.length === 0) return;
    for (const role of access.roles) {
      const namespaces = namespacesOf(evidence, role);
      if (namespaces.length === 0 || !touchesData(evidence, role)) continue;
      const problems = namespaces.filter((name) => !scope.contains(name)).map((name) => strange(evidence, name));
      yield { subject: namedSubject(`Role/${role.name}`), problems };
    }
  },
};

function strange({ platform }: Evidence, name: string): Problem {
  const known = platform?.projects.some(({ namespace }) => namespace === name) === true;
  return known
    ? notKnown(`is for namespace ${name}, which is not in the files`)
    : fails(`is for namespace ${name}, which is no project's by its labels`);
}

/** Namespaces that a role is for, by associations and by its trust. */
function namespacesOf({ access }: Evidence, role: Role): readonly string[] {
  const names = new Set(
    access.podIdentities.filter((item) => item.role === role.name).map(({ namespace }) => namespace),
  );
  for (const item of trusted(role)) {
    if (item.kind === 'pod-identity' && item.namespace.kind === 'exactly')
      for (const name of item.namespace.texts) names.add(name);
    if (item.kind === 'irsa' && item.subject.kind === 'exactly')
      for (const text of item.subject.texts) names.add(accountOfUser(text)?.namespace ?? text);
  }
  return [...names];
}

/** The roles of the projects do; of the others it is asked. */
function touchesData(evidence: Evidence, role: Role): boolean {
  if (evidence.cloud.identities.some((identity) => identity.role.name === role.name)) return true;
  return touchedData(evidence, role).some(({ verdict }) => verdict === 'leak');
}
