import type { Platform } from '../../model';
import { acceptedOn } from '../../model/risk/risk-owner';
import type { Problem, RuledWork, Weakened } from '../problem';
import { exceptionsOfWork } from '../scope/described-project';

/** What the description says about a problem. */
export interface Described {
  /** Why it is accepted; undefined if it is not. */
  readonly reason?: string;
  /** Last day of an exception that would have accepted it earlier. */
  readonly ranOut?: string;
  /** Whether an exception counts or not as long as nobody says which day it is. */
  readonly asksForDay?: true;
}

/**
 * What the description accepts: a weakening on the very object, or work that an exception lets pass the rule of admission
 * which says the same.
 *
 * @param at day on which it is judged; exceptions that have run out accept nothing, nor does any if no day is given
 */
export function describedAs(
  platform: Platform | undefined,
  { weakened, ruled }: Problem,
  at: string | undefined,
): Described {
  if (platform === undefined) return {};
  const reason = weakened === undefined ? undefined : acceptedReason(platform, weakened);
  if (reason !== undefined) return { reason };
  return ruled === undefined ? {} : exceptedAs(platform, ruled, at);
}

function acceptedReason(platform: Platform, { risk, on }: Weakened): string | undefined {
  return platform.acceptedRisks.find((accepted) => accepted.id === risk && acceptedOn(platform, accepted) === on)
    ?.reason;
}

function exceptedAs(platform: Platform, ruled: RuledWork, at: string | undefined): Described {
  const exceptions = exceptionsOfWork(platform, ruled);
  if (at === undefined) return exceptions.length > 0 ? { asksForDay: true } : {};
  const valid = exceptions.find(({ expires }) => at <= expires);
  if (valid !== undefined) return { reason: valid.reason };
  const ranOut = exceptions
    .map(({ expires }) => expires)
    .sort()
    .at(-1);
  return ranOut === undefined ? {} : { ranOut };
}
