import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { ownedFaults, type GroupOwner } from '../people/group-names';
import { BOOTSTRAPPERS, EVERYBODY, NODES } from '../people/system-groups';

/** Everybody, and every node: one of them in a list would switch rules off. */
const TOO_WIDE: ReadonlySet<string> = new Set([...EVERYBODY, NODES, BOOTSTRAPPERS, '*']);

/** A fault unless the name is that of an operator, user or group, outside the projects. */
export function controllerFaults(name: string | undefined, path: string, owners: readonly GroupOwner[]): Fault[] {
  if (name === undefined) return [];
  if (/^[^\s{}]{1,253}$/.test(name) && !TOO_WIDE.has(name)) return ownedFaults(name, path, owners);
  return [
    {
      path,
      given: shown(name),
      allowed: 'a group or user that not everybody is in',
      fix: 'name the group or user as the authenticator gives it; no patterns',
    },
  ];
}
