import { accountUser } from './account-user';
import { accountsGroup } from './system-groups';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';

/** A project and the groups that it names itself, as far as they are needed to tell whose a group is. */
export interface GroupOwner {
  readonly project: string;
  readonly namespace: string;
  readonly groups: readonly string[];
}

/** Most characters of a group that the rules on people take; the API server knows no limit. */
const GROUP_SIZE = 253;

/** Groups that Kubernetes gives by itself, and that are those of few enough to be named. */
const NAMED_SYSTEM_GROUP = /^system:(masters|serviceaccounts:[a-z0-9][-a-z0-9]*)$/;

/** What the rules that name administrators can write: a pattern or a blank there would mean more or nobody. */
const isPlainName = (name: string): boolean => /^[^\s{}*]+$/.test(name) && name.length <= GROUP_SIZE;

/** Some providers give display names, blanks among them; a blank at an end is a slip, and never matches. */
const isGroupName = (name: string): boolean =>
  /^[^\p{C}\s]([^\p{C}]*[^\p{C}\s])?$/u.test(name) && name.length <= GROUP_SIZE;

/**
 * A fault unless the name is that of a group of people: those of `system:` are given by Kubernetes itself, to everybody
 * who is authenticated, to every service account, to whoever may do everything.
 */
export function peopleGroupFaults(name: string | undefined, path: string): Fault[] {
  if (name === undefined || (isGroupName(name) && !name.startsWith('system:'))) return [];
  return [
    {
      path,
      given: shown(name),
      allowed: 'a group of people as the authenticator gives it, not empty, nothing that starts with "system:"',
      fix: name.startsWith('system:')
        ? 'Kubernetes gives this group by itself: name a group of your identity provider'
        : 'correct the name, or leave it out',
    },
  ];
}

/**
 * A fault unless the name is that of a group that may administer: no group that everybody or every node is in, and none
 * whose members a project chooses.
 */
export function adminGroupFaults(
  name: string | undefined,
  path: string,
  platform: string | undefined,
  owners: readonly GroupOwner[],
): Fault[] {
  if (name === undefined) return [];
  if (!isPlainName(name) || (name.startsWith('system:') && !NAMED_SYSTEM_GROUP.test(name))) {
    return [
      {
        path,
        given: shown(name),
        allowed: 'a group that not everybody is in',
        fix: 'name the group as the authenticator gives it, no patterns; of "system:" only serviceaccounts:<namespace>',
      },
    ];
  }
  const foreign = foreignGroupFaults(name, path, platform, undefined);
  return foreign.length > 0 ? foreign : ownedFaults(name, path, owners);
}

/** A fault for a user or group that belongs to a project: its accounts, or its people. */
export function ownedFaults(name: string, path: string, owners: readonly GroupOwner[]): Fault[] {
  const owner = owners.find(
    ({ namespace, groups }) =>
      groups.includes(name) || name === accountsGroup(namespace) || name.startsWith(accountUser(namespace, '')),
  );
  if (owner === undefined) return [];
  return [
    {
      path,
      given: shown(name),
      allowed: 'nobody of a project',
      fix: `project ${owner.project} has this one: whoever gets into the project could undo what isolates it`,
    },
  ];
}

/** A fault for a derived group of somebody else: the names below the platform's are given by the description alone. */
export function foreignGroupFaults(
  name: string | undefined,
  path: string,
  platform: string | undefined,
  project: string | undefined,
): Fault[] {
  if (name === undefined || platform === undefined || !name.startsWith(`${platform}:`)) return [];
  if (project === undefined ? name === `${platform}:platform-admins` : name.startsWith(`${platform}:${project}:`))
    return [];
  return [
    {
      path,
      given: shown(name),
      allowed: `a group outside "${platform}:", whose groups the description derives`,
      fix:
        project === undefined
          ? 'people of a project do not administer: name a group of their own'
          : 'its members belong to somebody else: add people to the group that is derived for this project',
    },
  ];
}
