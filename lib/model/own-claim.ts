import type { Fault } from './fault';
import { shown } from './fault';
import { SEPARATOR } from './names';
import type { Project } from './project';

/** What the names of a project's claims start with. No other project's names can: the separator stands in no name. */
export const ownClaimPrefix = (project: string): string => `${project}${SEPARATOR}`;

/** Whether pods of a project may mount this claim of its namespace. */
export function isOwnClaim(project: Pick<Project, 'name' | 'otherClaims'>, claim: string): boolean {
  return claim.startsWith(ownClaimPrefix(project.name)) || project.otherClaims.includes(claim);
}

export function claimNameFaults(name: string | undefined, path: string): Fault[] {
  if (name === undefined || (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) && name.length <= 253)) return [];
  return [{ path, given: shown(name), allowed: 'the exact name of a claim, no pattern', fix: 'correct the name' }];
}
