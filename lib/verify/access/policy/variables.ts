import { ANYTHING, concat, glob, literal, type Glob } from '../../glob/glob';

/** Value of a key of the request: a text, `absent`, or `unknown` where it is not known whether and which. */
export type KeyValue = { readonly text: string } | 'absent' | 'unknown';

/** What of a pattern is more than plain text. */
export interface PatternSyntax {
  /** Whether `${...}` is a variable at all, which the policy's version decides. */
  readonly variables: boolean;
  /** Whether `*` and `?` of the pattern itself are wildcards. @default true */
  readonly wildcards?: boolean;
  /** @default false */
  readonly ignoreCase?: boolean;
}

/** A pattern with its variables filled in. */
export interface Resolved {
  /** With `*` in place of variables that are not known. */
  readonly glob: Glob;
  /** Variables whose key is absent: the pattern then matches nothing, and what its negation means AWS does not say. */
  readonly absent: readonly string[];
  readonly unknown: readonly string[];
}

const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^([^,]+?)\s*,\s*'([^']*)'\s*$/;
const ESCAPES = new Set(['*', '?', '$']);

/**
 * Fills in the variables of a pattern (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 * Their values are plain text: a tag with the value `*` is no wildcard.
 */
export function resolve(
  text: string,
  { variables, wildcards = true, ignoreCase = false }: PatternSyntax,
  lookUp: (key: string) => KeyValue,
): Resolved {
  const plain = (part: string): Glob => (wildcards ? glob(part, ignoreCase) : literal(part, ignoreCase));
  if (!variables || !text.includes('${')) return { glob: plain(text), absent: [], unknown: [] };
  const parts: Glob[] = [];
  const absent: string[] = [];
  const unknown: string[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push(plain(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const inner = match[1] as string;
    if (ESCAPES.has(inner)) {
      parts.push(literal(inner, ignoreCase));
      continue;
    }
    const withDefault = WITH_DEFAULT.exec(inner);
    const key = (withDefault?.[1] ?? inner).trim();
    const value = lookUp(key.toLowerCase());
    if (value === 'unknown') {
      unknown.push(key);
      parts.push(ANYTHING);
    } else if (value === 'absent') {
      if (withDefault === null) absent.push(key);
      parts.push(literal(withDefault?.[2] ?? '', ignoreCase));
    } else {
      parts.push(literal(value.text, ignoreCase));
    }
  }
  parts.push(plain(text.slice(end)));
  return { glob: { ...concat(...parts), text }, absent, unknown };
}
