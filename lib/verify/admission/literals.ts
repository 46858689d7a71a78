import type { Field } from '../input/field';
import { areTextsCut } from './cut-texts';
import { alternativesIn, quotedIn } from './words';

/** What policies compare texts with. */
export interface Literals {
  /** Compared with whole texts, and perhaps with parts of them. */
  readonly parts: ReadonlySet<string>;
  /** Compared with nothing but whole texts. */
  readonly wholes: ReadonlySet<string>;
  /** Whether some policy may read a part of a text, or where it stands. */
  readonly areCut: boolean;
}

/** Keys of expressions, in which only what stands in quotes is a text. */
const EXPRESSIONS = new Set(['expression', 'messageExpression', 'jmesPath']);

/** `== 'text'`, and nothing behind it that makes another text of it. */
const COMPARED = /([=!]=\s*)(?:'([^'\\]*)'|"([^"\\]*)")(?=\s*(?:$|[)\]},?:]|&&|\|\|))/g;

/**
 * Every text of some policies that something may be compared with: keys and whole texts that are one word, the alternatives of
 * Kyverno's patterns without their operators, and whatever is in quotes.
 */
export function literalsOf(policies: readonly Field[]): Literals {
  const parts = new Set<string>();
  const wholes = new Set<string>();
  const cutting = new Set(policies.filter(areTextsCut));
  for (const policy of policies) collect(policy.value, { parts, wholes: cutting.has(policy) ? parts : wholes });
  return { parts, wholes, areCut: cutting.size > 0 };
}

function collect(value: unknown, into: { readonly parts: Set<string>; readonly wholes: Set<string> }, key = ''): void {
  if (Array.isArray(value)) for (const item of value) collect(item, into, key);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) {
      into.parts.add(name);
      collect(item, into, name);
    }
  if (typeof value !== 'string') return;
  const left = key === 'expression' ? withoutCompared(value, into.wholes) : value;
  for (const literal of quotedIn(left)) into.parts.add(literal);
  if (EXPRESSIONS.has(key)) return;
  for (const word of [value, ...alternativesIn(value)]) if (!/\s/.test(word)) into.parts.add(word);
}

/** An expression without the literals that it compares with whole texts, which are set aside. */
function withoutCompared(expression: string, wholes: Set<string>): string {
  return expression.replaceAll(COMPARED, (_, operator: string, single?: string, double = '') => {
    wholes.add(single ?? double);
    return operator;
  });
}
