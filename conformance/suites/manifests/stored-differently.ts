/**
 * The fields for which kubectl finds an accepted manifest different from what the server made of it: values that the
 * server spells otherwise or drops; where there are none, defaults that it added inside lists, some of which kubectl can
 * only replace as a whole.
 */
export function storedDifferently(manifest: unknown, stored: unknown): string[] {
  const values = [...walk(manifest, stored, valueDiffers)];
  return values.length > 0 ? values : [...walk(manifest, stored, defaultInList)];
}

/** Says what is different at one place, if anything. */
type Look = (manifest: unknown, stored: unknown, path: string) => string[];

/** Looks at each place of the manifest, with what is stored there. */
function* walk(manifest: unknown, stored: unknown, look: Look, path = ''): Generator<string> {
  yield* look(manifest, stored, path);
  if (isRecord(manifest) && isRecord(stored)) {
    for (const key of Object.keys(manifest)) yield* walk(manifest[key], stored[key], look, `${path}.${key}`);
  } else if (Array.isArray(manifest) && Array.isArray(stored)) {
    for (const [i, item] of manifest.entries()) yield* walk(item, stored[i], look, `${path}[${i}]`);
  }
}

const valueDiffers: Look = (manifest, stored, path) => {
  const bothRecords = isRecord(manifest) && isRecord(stored);
  const bothLists = Array.isArray(manifest) && Array.isArray(stored) && manifest.length === stored.length;
  if (bothRecords || bothLists || JSON.stringify(manifest) === JSON.stringify(stored)) return [];
  return [
    `${path}: ${JSON.stringify(manifest)}, stored ${stored === undefined ? 'not at all' : `as ${JSON.stringify(stored)}`}`,
  ];
};

const defaultInList: Look = (manifest, stored, path) => {
  if (!path.endsWith(']') || !isRecord(manifest) || !isRecord(stored)) return [];
  const added = Object.keys(stored).filter((key) => !(key in manifest));
  return added.map((key) => `${path}.${key}: not given, stored as ${JSON.stringify(stored[key])}`);
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
