/** Pulumi's own marks for values that are not plain, as they stand in requests and in stack exports. */
export const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
export const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';
export const RESOURCE_SIGNATURE = '5cf8f73096256a8f31e491e813e4eb8e';
export const OUTPUT_SIGNATURE = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
/** A value that is known only when the resource exists. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** What stands for a secret: the mark without the text. */
export const SECRET: JsonObject = { [SIGNATURE_KEY]: SECRET_SIGNATURE };

/**
 * The value as a plan holds it: keys sorted, nothing undefined, secrets without their text, references to resources as their
 * URN and id, values of outputs as themselves.
 */
export function planned(value: unknown): Json {
  if (Array.isArray(value)) return value.map(planned);
  if (typeof value !== 'object' || value === null) return value as Json;
  const object = value as Readonly<Record<string, unknown>>;
  switch (object[SIGNATURE_KEY]) {
    case SECRET_SIGNATURE:
      return SECRET;
    case OUTPUT_SIGNATURE:
      if (object['secret'] === true) return SECRET;
      return 'value' in object ? planned(object['value']) : UNKNOWN;
    default:
      return Object.fromEntries(
        Object.entries(object)
          .filter(([, item]) => item !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, planned(item)]),
      );
  }
}

/** Whether the value, or anything in it, is known only when resources exist. */
export function holdsUnknown(value: Json): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnknown);
}

export function isSecret(value: Json): boolean {
  return typeof value === 'object' && value !== null && (value as JsonObject)[SIGNATURE_KEY] === SECRET_SIGNATURE;
}
