import { itemsIn, type Field } from '../../input/field';
import type { Missing } from '../missing';
import type { Policy } from '../policy/policy';

/** A role as the AWS CLI prints it, in one document or in several. */
export interface PrintedRole {
  readonly name: string;
  readonly arn: string | undefined;
  trust?: Policy;
  readonly identity: Policy[];
  readonly attached: string[];
  boundaryArn?: string | undefined;
  readonly missing: Missing[];
  /** Undefined for a role of which a policy was printed and no more. */
  tags?: ReadonlyMap<string, string>;
  /** Whether it was printed without its policies. */
  isAlone?: true;
}

/** Tags of a principal. */
export const printedTags = (field: Field): ReadonlyMap<string, string> =>
  new Map(itemsIn(field, 'Tags').map((tag) => [tag.get('Key')?.text() ?? '', tag.get('Value')?.text() ?? '']));

/** A document that may be URL-encoded, as a value or a text; undefined, with its fault reported, if it is badly so. */
export function decoded(field: Field): unknown {
  if (typeof field.value !== 'string' || !/^\s*%7B/i.test(field.value)) return field.value;
  try {
    return decodeURIComponent(field.value);
  } catch {
    field.refuse('a document that is URL-encoded', 'give what the AWS CLI printed');
    return undefined;
  }
}
