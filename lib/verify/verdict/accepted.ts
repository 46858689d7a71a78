import type { AcceptedRisk, Platform } from '../../model';
import type { Weakened } from '../checks/finding';

/** What a risk of the description is about: `namespace`, `pool`, `service`, or the cluster. */
export function acceptedOn(platform: Platform, { path }: AcceptedRisk): string {
  const [, list, index] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
  const position = Number(index);
  switch (list) {
    case 'projects':
      return platform.projects[position]?.namespace ?? '';
    case 'pools':
      return platform.pools[position]?.name ?? '';
    case 'services':
      return platform.services[position]?.name ?? '';
    default:
      return '';
  }
}

/** The reason for which the description accepts a weakening on the very object; undefined if it does not. */
export function acceptedReason(platform: Platform | undefined, { risk, on }: Weakened): string | undefined {
  return platform?.acceptedRisks.find((accepted) => accepted.id === risk && acceptedOn(platform, accepted) === on)
    ?.reason;
}
