import type { Rule } from './rule';

/** A cluster role that every API server creates for itself. */
export interface BuiltInRole {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the roles whose rules it collects. */
  readonly aggregates: readonly Readonly<Record<string, string>>[];
  readonly rules: readonly Rule[];
}

/** A binding that every API server creates for itself. */
export interface BuiltInBinding {
  readonly name: string;
  readonly role: string;
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}
