import { SEPARATOR } from '../names';

/** What the names of a project's claims start with. No other project's names can: the separator stands in no name. */
export const ownClaimPrefix = (project: string): string => `${project}${SEPARATOR}`;

/** The name of the volume that a claim of the library binds. */
export const volumeOfClaim = (platform: string, claim: string): string => `${platform}-${claim}`;
