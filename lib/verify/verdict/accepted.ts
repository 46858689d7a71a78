import type { Platform } from '../../model';
import { acceptedOn } from '../../model/risk-owner';
import type { Weakened } from '../checks/finding';

/** The reason for which the description accepts a weakening on the very object; undefined if it does not. */
export function acceptedReason(platform: Platform | undefined, { risk, on }: Weakened): string | undefined {
  return platform?.acceptedRisks.find((accepted) => accepted.id === risk && acceptedOn(platform, accepted) === on)
    ?.reason;
}
