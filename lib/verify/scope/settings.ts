import { load } from 'js-yaml';

/** Settings that stand as JSON or YAML in a text; undefined where they cannot be read. */
export function readSettings(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}

/** A value inside settings, by its way. */
export function settingAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}
