import {
  OUTPUT_SIGNATURE,
  REFERENCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_TEXT,
} from '../../../model/pulumi-marks';

/**
 * Values of Pulumi's wire format, decoded (https://github.com/pulumi/pulumi, sdk/go/common/resource/properties.go).
 *
 * {@link UNKNOWN} stands for what a plan cannot know: outputs of resources that do not exist yet, and secrets whose
 * text is not in the document. Whoever reads a plan must say what follows from an unknown value; nothing may follow
 * from it by accident, so it is a symbol and equal to no text, number or object.
 */
export const UNKNOWN: unique symbol = Symbol('unknown');

export type PlanValue =
  string | number | boolean | null | typeof UNKNOWN | readonly PlanValue[] | { readonly [key: string]: PlanValue };

/** How unknown values of each kind are written, a text first. */
const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
  UNKNOWN_TEXT,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** Whether a value of a manifest stands for one that its plan cannot know: manifests of a plan keep its marks as they are. */
export const isUnknownText = (value: unknown): boolean => UNKNOWN_SENTINELS.has(value);
/** What previews print in place of a secret, and plans in place of either. */
const MASKS = new Set(['[secret]', '<secret>', '<computed>']);

export function decodeWireValue(value: unknown): PlanValue {
  if (typeof value === 'string') return UNKNOWN_SENTINELS.has(value) || MASKS.has(value) ? UNKNOWN : value;
  if (typeof value !== 'object' || value === null) return value as PlanValue;
  if (Array.isArray(value)) return value.map(decodeWireValue);
  const record = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(record, SIGNATURE_KEY)) return decodeSigned(record);
  const decoded: Record<string, PlanValue> = Object.create(null) as Record<string, PlanValue>;
  for (const [key, item] of Object.entries(record)) decoded[key] = decodeWireValue(item);
  return decoded;
}

function decodeSigned(record: Readonly<Record<string, unknown>>): PlanValue {
  switch (record[SIGNATURE_KEY]) {
    case SECRET_SIGNATURE:
      return typeof record['plaintext'] === 'string'
        ? decodeText(record['plaintext'])
        : Object.hasOwn(record, 'value')
          ? decodeWireValue(record['value'])
          : UNKNOWN;
    case OUTPUT_SIGNATURE:
      return Object.hasOwn(record, 'value') ? decodeWireValue(record['value']) : UNKNOWN;
    case REFERENCE_SIGNATURE:
      return typeof record['id'] === 'string' ? decodeWireValue(record['id']) : UNKNOWN;
    default:
      // Assets and archives: their content is no part of a plan.
      return UNKNOWN;
  }
}

/** Exported plain text is JSON. */
function decodeText(text: string): PlanValue {
  try {
    return decodeWireValue(JSON.parse(text));
  } catch {
    return UNKNOWN;
  }
}
