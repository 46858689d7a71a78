import type { Platform } from '../../../../model';
import { accountUser } from '../../../../model/people/account-user';
import { accountsGroup, ANONYMOUS, AUTHENTICATED, UNAUTHENTICATED } from '../../../../model/people/system-groups';
import type { Person } from '../../../admission/admission-request';
import { quotedIn } from '../../../admission/words';
import { describedProject } from '../../../scope/described-project';
import { ELSEWHERE_NAME } from './elsewhere';
import type { Stranger } from './extras-let-through';

const stranger = (text: string, who: Person): Stranger => ({ text, by: text, who });
const ACCOUNT = accountUser(ELSEWHERE_NAME, 'default');
const GROUP = accountsGroup(ELSEWHERE_NAME);

/**
 * Whoever is called like Kubernetes' own people and is none: pods of any namespace, and whoever has not shown who he is. What
 * asks for a part of a name may mean them (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests).
 */
const OF_A_FORM: readonly Stranger[] = [
  stranger(ACCOUNT, { username: ACCOUNT, groups: [AUTHENTICATED] }),
  stranger(GROUP, { username: 'somebody', groups: [GROUP, AUTHENTICATED] }),
  stranger(ANONYMOUS, { username: ANONYMOUS, groups: [UNAUTHENTICATED] }),
];

/** Those of them whom a part of a name that a policy spells out could mean, or a pattern of names. */
export function peopleOfAForm(expressions: readonly string[], patterns: readonly string[]): readonly Stranger[] {
  const texts = [...expressions.flatMap(quotedIn), ...patterns];
  return OF_A_FORM.filter(({ by }) => texts.some((text) => text !== by && couldMean(text, by)));
}

function couldMean(text: string, name: string): boolean {
  const plain = text.replaceAll(/[\^$\\*?]|\.\*/g, '');
  if (plain === '') return false;
  return name.includes(plain) || (FORM.test(text) && fits(text, name));
}

/** What plain text has not. */
const FORM = /[[(|+{]/;

function fits(expression: string, name: string): boolean {
  // One that repeats what repeats may take for ever; then the policy is asked.
  if (/[*+}]\)[*+{]/.test(expression)) return true;
  try {
    return new RegExp(expression).test(name);
  } catch {
    return true;
  }
}

/** People of projects whose groups a policy puts together: those of the project in whose namespace somebody asks, and of another. */
export function peopleOfProjects(platform: Platform, namespace: string | undefined): readonly Stranger[] {
  const own = namespace === undefined ? undefined : describedProject(platform, namespace);
  const other = platform.projects.find((project) => project !== own);
  const groups = [own, other].flatMap((project) => (project === undefined ? [] : Object.values(project.groups).flat()));
  return [...new Set(groups)].map((group) => stranger(group, { username: 'somebody', groups: [group, AUTHENTICATED] }));
}
