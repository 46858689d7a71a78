import type { Match } from '../match';
import type { KeyValue } from './policy/variables';

/** Values of a key in a request; several for keys such as `aws:TagKeys`. */
export type KeyValues = readonly string[] | 'absent' | 'unknown';

/** What is known of the keys of a request. Keys are compared regardless of case. */
export class Context {
  private readonly values = new Map<string, readonly string[]>();
  private readonly unknown = new Set<string>();
  private readonly carried = new Set<string>();

  /**
   * @param unknown keys that may be there; `aws:PrincipalTag/*` for all of a kind that are not given
   * @param carried keys that are there for sure, with values that nobody knows
   */
  constructor(
    entries: Iterable<readonly [string, string | readonly string[]]> = [],
    unknown: Iterable<string> = [],
    carried: Iterable<string> = [],
  ) {
    for (const [key, value] of entries) this.values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
    for (const key of unknown) this.unknown.add(key.toLowerCase());
    for (const key of carried) this.carried.add(key.toLowerCase());
  }

  /** Keys that are neither given nor named as unknown are absent. */
  get(key: string): KeyValues {
    const lower = key.toLowerCase();
    return this.values.get(lower) ?? (this.isUnknown(lower) || this.carried.has(lower) ? 'unknown' : 'absent');
  }

  /** Whether a key is there, whatever its value. */
  has(key: string): Match {
    const lower = key.toLowerCase();
    if (this.values.has(lower) || this.carried.has(lower)) return 'yes';
    return this.isUnknown(lower) ? 'maybe' : 'no';
  }

  private isUnknown(key: string): boolean {
    return this.unknown.has(key) || this.unknown.has(key.replace(/\/.*$/s, '/*'));
  }

  /** For variables, which take single values only. */
  single(key: string): KeyValue {
    const values = this.get(key);
    if (typeof values === 'string') return values;
    const [text] = values;
    return values.length === 1 && text !== undefined ? { text } : 'absent';
  }

  /** This context with other entries over it. */
  with(entries: Iterable<readonly [string, string | readonly string[]]>): Context {
    const kept = [...this.unknown].filter((key) => ![...entries].some(([given]) => given.toLowerCase() === key));
    return new Context([...this.values, ...entries], kept, this.carried);
  }

  /** This context with further keys whose values nobody knows; those that are given stay as they are. */
  withUnknown(keys: readonly string[]): Context {
    const added = keys.filter((key) => !this.values.has(key.toLowerCase()));
    return new Context([...this.values], [...this.unknown, ...added], this.carried);
  }

  /** Every key that has a value, lower case, with its values. */
  entries(): readonly (readonly [string, readonly string[]])[] {
    return [...this.values];
  }
}

/** A call that somebody makes. */
export interface Request {
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  readonly context: Context;
}
