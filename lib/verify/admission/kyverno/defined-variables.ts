import { isRecord } from '../../record';

/** What stands under `variable` of an entry of `context`. */
export type DefinedVariable = Readonly<Record<string, unknown>>;

/** The variables that a rule and its loops define under `context`, by name; of two of one name both. */
export function* definedIn(part: unknown): Generator<readonly [name: string, variable: DefinedVariable]> {
  if (typeof part !== 'object' || part === null) return;
  const { context } = part as { readonly context?: unknown };
  for (const entry of Array.isArray(context) ? (context as readonly unknown[]) : []) {
    if (!isRecord(entry) || typeof entry['name'] !== 'string' || !isRecord(entry['variable'])) continue;
    yield [entry['name'], entry['variable']];
  }
  for (const inside of Object.values(part)) yield* definedIn(inside);
}

/** A text that reads variables, with what these come from behind it, and what those come from in turn. */
export function withOrigins(text: string, variables: ReadonlyMap<string, string>): string {
  const origins = new Map<string, string>();
  const read = (some: string): void => {
    for (const [word] of some.matchAll(/[A-Za-z_]\w*/g)) {
      const origin = variables.get(word);
      if (origin === undefined || origins.has(word)) continue;
      origins.set(word, origin);
      read(origin);
    }
  };
  read(text);
  return [text, ...origins.values()].join(' ');
}
