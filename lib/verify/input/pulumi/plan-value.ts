import { isRecord, ownValue } from '../../record';
import type { PlanValue } from './wire-value';

/** A text that is known. */
export function knownText(value: PlanValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The entries of a list; none where it is absent or not known. */
export function knownList(value: PlanValue | undefined): readonly PlanValue[] {
  return Array.isArray(value) ? (value as readonly PlanValue[]) : [];
}

/** Whether nothing is given: no value, or an empty list. */
export function isNothing(value: PlanValue | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** The value under a key of an object. */
export function knownField(value: PlanValue | undefined, name: string): PlanValue | undefined {
  return isObject(value) ? ownValue(value, name) : undefined;
}

/** Keys and values of an object. */
export function knownEntries(value: PlanValue | undefined): readonly (readonly [string, PlanValue])[] {
  return isObject(value) ? Object.entries(value) : [];
}

const isObject = (value: PlanValue | undefined): value is { readonly [key: string]: PlanValue } => isRecord(value);
