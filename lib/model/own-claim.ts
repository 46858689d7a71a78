import { SEPARATOR } from './names';

/** What the names of a project's claims start with. No other project's names can: the separator stands in no name. */
export const ownClaimPrefix = (project: string): string => `${project}${SEPARATOR}`;

/** Whether pods of a project may mount this claim of its namespace. */
export function isOwnClaim(
  project: { readonly name: string; readonly otherClaims: readonly string[] },
  claim: string,
): boolean {
  return claim.startsWith(ownClaimPrefix(project.name)) || project.otherClaims.includes(claim);
}
