import type { Platform } from '../model';
import { today } from '../verify/verdict/today';

/**
 * Says on standard error which exceptions of the description have had their last day. They are written all the same: what
 * is written knows no clock, and two of three dialects do not end an exception by themselves.
 */
export function noteRanOut({ policies }: Platform): void {
  for (const [index, { rule, expires }] of policies.exceptions.entries())
    if (expires < today())
      console.error(
        `policies.exceptions[${index}] (${rule}) ran out on ${expires}, and is still written: verify fails what it lets pass`,
      );
}
