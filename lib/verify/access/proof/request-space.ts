import { isAbsentForRoles, isAbsentForServices } from '../deputy';
import { isUser, type Role } from '../facts/role';
import { ANY_SERVICE } from '../supposed-role';
import { ORGANIZATION_KEYS } from '../organization-keys';
import { CARRIED, CARRIED_BY_ALL, unknownTags } from '../role-context';
import { Context, type KeyValues } from '../request';
import type { Condition } from '../policy/policy';
import { actionMatches } from '../policy/statement-match';
import { carriesKey } from '../s3-actions';

/** Who sends requests, by the keys that they have of him. */
interface Sender {
  readonly fixed: Context;
  /** Lower case, as are the others. */
  readonly unknown: ReadonlySet<string>;
  readonly tags: 'of the role' | 'chosen' | 'perhaps chosen';
  readonly carried: readonly string[];
  readonly isAbsent: (key: string) => boolean;
}

/**
 * All requests that a role can make with one action: which keys have a value that nobody chooses, which cannot be
 * there, which have a value that is not known here, and which are the sender's to choose.
 */
export class RequestSpace {
  constructor(
    private readonly sender: Sender,
    readonly action: string,
  ) {}

  /** Whether every request has a key, whatever its value. */
  carries(key: string): boolean {
    return this.sender.carried.includes(key);
  }

  /** `free` for keys that the sender chooses. */
  get(key: string): KeyValues | 'free' {
    const lower = key.toLowerCase();
    if (this.sender.unknown.has(lower)) return 'unknown';
    // Tags of a session go before those of the role.
    const { tags } = this.sender;
    if (lower.startsWith('aws:principaltag/') && tags !== 'of the role') return tags === 'chosen' ? 'free' : 'unknown';
    const value = this.sender.fixed.get(lower);
    if (value !== 'absent') return value;
    if (lower.startsWith('aws:principaltag/') || this.sender.isAbsent(lower) || !carriesKey(this.action, lower))
      return 'absent';
    return 'free';
  }

  /** What is fixed, as a context in which free keys count as unknown. */
  single(key: string): ReturnType<Context['single']> {
    const value = this.get(key);
    if (value === 'free' || value === 'unknown') return 'unknown';
    if (value === 'absent') return 'absent';
    const [text] = value;
    return value.length === 1 && text !== undefined ? { text } : 'absent';
  }

  /** Only what is fixed. */
  get context(): Context {
    return this.sender.fixed;
  }
}

const OF_ORGANIZATIONS = ORGANIZATION_KEYS.map((key) => key.toLowerCase());
const BY_SESSIONS = CARRIED.map((key) => key.toLowerCase());
const BY_USERS = CARRIED_BY_ALL.map((key) => key.toLowerCase());
const BY_SERVICES = BY_USERS.filter((key) => !isAbsentForServices(key));

/**
 * The requests of a role. Whether they come over TLS, from where, and through which endpoint is up to whoever holds its
 * credentials; who it is and how it is tagged is not.
 */
export function requestSpace(role: Role, sessionTagsUnknown: readonly string[], action: string): RequestSpace {
  if (role.isService === true) return serviceSpace(role, action);
  const entries: [string, string][] = [
    ['aws:PrincipalType', isUser(role) ? 'User' : 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ...[...role.tags].map(([key, value]): [string, string] => [`aws:PrincipalTag/${key}`, value]),
  ];
  const unknown = new Set(OF_ORGANIZATIONS);
  for (const tag of sessionTagsUnknown) unknown.add(`aws:principaltag/${tag.toLowerCase()}`);
  if (role.arn === undefined) unknown.add('aws:principalarn');
  else entries.push(['aws:PrincipalArn', role.arn]);
  for (const key of ['aws:PrincipalAccount', 'kms:CallerAccount']) {
    if (role.account === undefined) unknown.add(key.toLowerCase());
    else entries.push([key, role.account]);
  }
  const carried = isUser(role) ? BY_USERS : BY_SESSIONS;
  const fixed = new Context(entries, unknownTags(role));
  const isAbsent = (key: string): boolean => isAbsentForRoles(key) && !(isUser(role) && key === 'aws:username');
  return new RequestSpace({ fixed, unknown, tags: tagsOf(role), carried, isAbsent }, action);
}

/** The requests that a service of AWS makes in its own name: for whom and for what, whoever asks it to chooses. */
function serviceSpace({ name }: Role, action: string): RequestSpace {
  const fixed = new Context([
    ['aws:PrincipalIsAWSService', 'true'],
    ...(name === ANY_SERVICE ? [] : [['aws:PrincipalServiceName', name] as const]),
    ['aws:ViaAWSService', 'false'],
  ]);
  return new RequestSpace(
    { fixed, unknown: new Set(), tags: 'of the role', carried: BY_SERVICES, isAbsent: isAbsentForServices },
    action,
  );
}

/**
 * Who takes a role on with the right to tag the session says which tags it has; services of AWS that do so say what is true
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html). What conditions leave of it is not judged here.
 */
function tagsOf({ trust }: Role): Sender['tags'] {
  const tagging = (trust?.statements ?? []).filter(
    ({ effect, actions, principals }) =>
      effect === 'Allow' &&
      actionMatches(actions, 'sts:TagSession') &&
      (principals?.negated === true || [...(principals?.byKind.keys() ?? ['*'])].some((kind) => kind !== 'Service')),
  );
  if (tagging.length === 0) return 'of the role';
  const limited = ({ key }: Condition): boolean => key.startsWith('aws:requesttag/') || key === 'aws:tagkeys';
  return tagging.every(({ conditions }) => conditions.some(limited)) ? 'perhaps chosen' : 'chosen';
}
