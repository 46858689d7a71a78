import { SEPARATOR } from '../names';

/** What the names of a project's claims start with. No other project's names can: the separator stands in no name. */
export const ownClaimPrefix = (project: string): string => `${project}${SEPARATOR}`;
