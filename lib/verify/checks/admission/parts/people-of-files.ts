import { accountUser } from '../../../../model/people/account-user';
import { accountsGroup, ALL_ACCOUNTS, AUTHENTICATED } from '../../../../model/people/system-groups';
import type { Person } from '../../../admission/admission-request';
import { identityOf, subjectText } from '../../../authority/subject';
import type { Evidence } from '../../../evidence';
import { onceFor } from '../../../once-for';
import { isPerson } from '../../../scope/people';
import { serviceAccountOf } from '../../../workload/account';
import type { Stranger } from './extras-let-through';

/** Most of them that are asked about: a guard that lets one pass mostly lets its like. */
const MOST_ASKED = 12;

/**
 * Who is never the platform, as far as files show it: accounts of training pods, and whoever is bound in one project and no
 * other. Without a description nobody knows more.
 */
export const peopleOfFiles = onceFor((evidence: Evidence): readonly Stranger[] => {
  const found = new Map<string, Person>();
  for (const { name, workloads } of evidence.scope.namespaces) {
    for (const { spec } of workloads) {
      const username = accountUser(name, serviceAccountOf(spec).name);
      found.set(username, { username, groups: [ALL_ACCOUNTS, accountsGroup(name), AUTHENTICATED] });
    }
  }
  for (const [text, person] of boundInOne(evidence)) found.set(text, person);
  return [...found].slice(0, MOST_ASKED).map(([text, who]) => ({ text, by: text, who }));
});

function boundInOne(evidence: Evidence): ReadonlyMap<string, Person> {
  const { authority, scope } = evidence;
  const places = new Map<string, { readonly who: Person; readonly namespaces: Set<string> }>();
  for (const { name } of scope.namespaces) {
    for (const subject of authority.bindingsIn(name).flatMap(({ subjects }) => subjects)) {
      if (subject.kind === 'ServiceAccount' || !isPerson(evidence, subject)) continue;
      const { user, groups } = identityOf(subject);
      const who = { username: user === '' ? 'somebody' : user, groups };
      const place = places.get(subjectText(subject)) ?? { who, namespaces: new Set<string>() };
      places.set(subjectText(subject), place);
      place.namespaces.add(name);
    }
  }
  return new Map(
    [...places].flatMap(([text, { who, namespaces }]) => (namespaces.size === 1 ? [[text, who] as const] : [])),
  );
}
