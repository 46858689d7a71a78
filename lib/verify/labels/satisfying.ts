import { completeLabels, type Labels } from './labels';
import type { Requirement, Selector } from './selector';

/** A value that no list of a selector has. */
const UNLISTED = 'any-other-value';

/** Labels that satisfy a selector, as few as do; undefined where none can, since its requirements exclude each other. */
export function labelsSatisfying({ requirements }: Selector): Labels | undefined {
  const keys = new Set(requirements.map(({ key }) => key));
  const known = new Map<string, string>();
  for (const key of keys) {
    const value = valueFor(requirements.filter((requirement) => requirement.key === key));
    if (value === 'impossible') return undefined;
    if (value !== 'absent') known.set(key, value.text);
  }
  return completeLabels(known);
}

/** Of requirements on one key. An absent key satisfies the two negative operators. */
function valueFor(requirements: readonly Requirement[]): { readonly text: string } | 'absent' | 'impossible' {
  const of = (wanted: Requirement['operator']): readonly (readonly string[])[] =>
    requirements.flatMap(({ operator, values }) => (operator === wanted ? [values] : []));
  const [demanded, forbidden] = [of('In'), of('NotIn').flat()];
  const isDemanded = demanded.length > 0 || of('Exists').length > 0;
  if (!isDemanded) return 'absent';
  if (of('DoesNotExist').length > 0) return 'impossible';
  const candidates = demanded.length === 0 ? [unlike(forbidden)] : (demanded[0] as readonly string[]);
  const text = candidates.find((one) => demanded.every((list) => list.includes(one)) && !forbidden.includes(one));
  return text === undefined ? 'impossible' : { text };
}

function unlike(forbidden: readonly string[]): string {
  let text = UNLISTED;
  while (forbidden.includes(text)) text = `${text}-x`;
  return text;
}
