/** A file of a chart before its values are filled in. */
export class Unrendered extends Error {
  /**
   * @param given what a reader of YAML makes of it
   * @param line of the file, counted from 1
   */
  constructor(
    readonly given: string,
    readonly line: number,
  ) {
    super(given);
  }
}

/** Braces where a value or a line begins. In quotes they are somebody's text; in a literal block they may be too. */
const BARE_BRACES = /(?:^|[:-])[ \t]*(?=\{\{)/m;

/** Where a template begins in a part of a text, if one can be meant. */
export function templateAt(text: string, start: number, end: number): number | undefined {
  const found = BARE_BRACES.exec(text.slice(start, end));
  return found === null ? undefined : start + found.index + found[0].length;
}

/** Whether there is a mapping for a key, which is what YAML makes of `{{ .Values.name }}`. */
export function holdsMappingAsKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, String({})) || Object.values(value).some(holdsMappingAsKey);
}

/** A variable of a shell, as `envsubst` and templates of many tools fill it in: `$NUM_NODES`, `${NAME}`. */
const VARIABLE = /\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/;

/** What to do about a value that is refused because it is a placeholder. */
export const FILL_IN = 'it is a placeholder: fill it in first, with envsubst for one';

export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && VARIABLE.test(value);
}
