import type { Rule } from './rule';

/** A role that every API server creates for itself. */
export interface BuiltInRole {
  readonly name: string;
  /** Undefined for cluster roles. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the roles whose rules it collects. */
  readonly aggregates: readonly Readonly<Record<string, string>>[];
  readonly rules: readonly Rule[];
}

/** A binding that every API server creates for itself. */
export interface BuiltInBinding {
  readonly name: string;
  /** Of it and of its role; undefined for those of the whole cluster. */
  readonly namespace?: string;
  readonly role: string;
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}
