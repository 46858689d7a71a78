import type { PlanValue } from './wire-value';

/** A text that is known. */
export function knownText(value: PlanValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The entries of a list; none where it is absent or not known. */
export function knownList(value: PlanValue | undefined): readonly PlanValue[] {
  return Array.isArray(value) ? (value as readonly PlanValue[]) : [];
}

/** The value under a key of an object. */
export function knownField(value: PlanValue | undefined, name: string): PlanValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const record = value as { readonly [key: string]: PlanValue };
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Keys and values of an object. */
export function knownEntries(value: PlanValue | undefined): readonly (readonly [string, PlanValue])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value as { readonly [key: string]: PlanValue });
}
