import { byKey } from '../model/code-unit-order';
import { OUTPUT_SIGNATURE, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN_TEXT as UNKNOWN } from '../model/pulumi-marks';

export { UNKNOWN };

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
          .sort(byKey)
          .map(([key, item]) => [key, planned(item)]),
      );
  }
}

/** Whether the value, or anything in it, is known only when resources exist. */
export function holdsUnknown(value: Json): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnknown);
}

/** Whether a planned value is a secret, whose text no plan holds. */
export function isSecret(value: Json): boolean {
  return typeof value === 'object' && value !== null && (value as JsonObject)[SIGNATURE_KEY] === SECRET_SIGNATURE;
}
