import type { NodePool } from '../../../placement/node-pool';
import { namedSubject, objectSubject, resourceSubject, type Subject } from '../../../problem';

/** A pool by the resource or object that makes it; of an object that holds several, by its own name. */
export function poolSubject({ source, name }: NodePool): Subject {
  if (source === undefined) return namedSubject(name);
  if ('urn' in source) return resourceSubject(source);
  return { ...objectSubject(source), resource: name };
}
