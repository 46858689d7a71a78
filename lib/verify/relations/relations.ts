import type { Evidence } from '../evidence';
import { allowed, type Allowed } from './allowed';
import { reachable, type Reachable } from './reachable';
import { readable, type Readable } from './readable';

/** Who reaches whom, who reads what, and who may do what: the facts behind a verdict, small enough to be looked through. */
export interface Relations {
  /** Who reaches whom. */
  readonly reachable: readonly Reachable[];
  /** Who gets at which data. */
  readonly readable: readonly Readable[];
  /** Who may do what in projects. */
  readonly allowed: readonly Allowed[];
}

export function relationsOf(evidence: Evidence): Relations {
  return { reachable: reachable(evidence), readable: readable(evidence), allowed: allowed(evidence) };
}
