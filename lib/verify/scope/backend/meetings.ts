import { grouped } from '../../../model/grouped';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { holdsAll, overlap, type Backend } from './place';

/** Somebody's place. */
export interface OwnedPlace {
  /** Volume, claim of a class that makes volumes, or what makes pods that need neither. */
  readonly object: KubernetesObject;
  readonly backend: Backend;
  /** Namespace that it is for. */
  readonly owner: string;
  /** Whether that is a project's. */
  readonly isTraining: boolean;
  /** Whether the description gives the place to its owner, and to nobody else. */
  readonly isDescribed: boolean;
}

/** Another place that lies in one, or that it lies in: for sure, or perhaps. */
export interface Meeting {
  readonly other: OwnedPlace;
  readonly sure: boolean;
}

/**
 * For places of one store another one of another owner that meets it. Whom neither of two projects concerns is not asked.
 */
export function meetings(places: readonly OwnedPlace[]): ReadonlyMap<OwnedPlace, Meeting> {
  const known = grouped(places, ({ backend }) => backend.doubt?.id ?? '');
  const found = new Map<OwnedPlace, Meeting>();
  for (const together of known.values())
    for (const [place, other] of nested(together)) found.set(place, { other, sure: true });
  if (known.size < 2) return found;
  // Of different ids two meet for sure only where one is the whole store; a thousand described folders ask nobody else.
  const whole = places.filter(({ backend }) => holdsAll(backend));
  const undescribed = places.filter(({ isDescribed }) => !isDescribed);
  for (const place of places) {
    if (found.has(place)) continue;
    const isOther = (item: OwnedPlace): boolean =>
      item.backend.doubt?.id !== place.backend.doubt?.id && concerns(place, item);
    const sure = (holdsAll(place.backend) ? places : whole).find(isOther);
    const other = sure ?? (place.isDescribed ? undescribed : places).find(isOther);
    if (other !== undefined) found.set(place, { other, sure: sure !== undefined });
  }
  return found;
}

function concerns(a: OwnedPlace, b: OwnedPlace): boolean {
  return a.owner !== b.owner && (a.isTraining || b.isTraining);
}

/**
 * In the order of their paths a place comes right after those that hold it, so that a thousand prefixes take a thousand
 * steps.
 */
function nested(places: readonly OwnedPlace[]): ReadonlyMap<OwnedPlace, OwnedPlace> {
  const found = new Map<OwnedPlace, OwnedPlace>();
  const holders: OwnedPlace[] = [];
  for (const place of [...places].sort((a, b) => (a.backend.path < b.backend.path ? -1 : 1))) {
    while (holders.length > 0 && overlap((holders.at(-1) as OwnedPlace).backend, place.backend) === 'no') holders.pop();
    const other = holders.find((holder) => concerns(holder, place));
    if (other !== undefined) found.set(place, other).set(other, place);
    holders.push(place);
  }
  return found;
}
