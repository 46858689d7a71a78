import type { Evidence } from '../evidence';
import { allowed, type Allowed } from './allowed';
import { reachable, type Reachable } from './reachable';
import { readable, type Readable } from './readable';

/** Who reaches whom, who reads what, and who may do what: the facts behind a verdict, small enough to be looked through. */
export interface Relations {
  readonly reachable: readonly Reachable[];
  readonly readable: readonly Readable[];
  readonly allowed: readonly Allowed[];
}

export function relationsOf(evidence: Evidence): Relations {
  return { reachable: reachable(evidence), readable: readable(evidence), allowed: allowed(evidence) };
}
