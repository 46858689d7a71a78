import type { SourceDocument } from './input-file';
import type { InputFaults } from './input-fault';
import type { Path } from './line-of';
import { FILL_IN, isPlaceholder } from './unrendered';

/** A document and the place where faults in it go. */
export interface FieldRoot {
  readonly document: SourceDocument;
  readonly faults: InputFaults;
  /** Way from the document to the object; empty unless the object lies in a list. */
  readonly path: Path;
}

/**
 * A value of the input that knows where it stands.
 *
 * Everything that is read from input goes through here, for two reasons. Keys are own keys only: a label called
 * `constructor` is a label. And a value of the wrong type is a fault with file and line, never a default: what the API
 * server would refuse must not be judged as if it were absent. `null` counts as absent, as it does for the API server.
 */
export class Field {
  constructor(
    readonly value: unknown,
    private readonly root: FieldRoot,
    private readonly key: string | number | undefined = undefined,
    private readonly parent: Field | undefined = undefined,
  ) {}

  /** Way from the object. */
  get path(): Path {
    return this.key === undefined ? [] : [...(this.parent?.path ?? []), this.key];
  }

  get document(): SourceDocument {
    return this.root.document;
  }

  /** Way from the document, for `lineOf`. */
  get pathInDocument(): Path {
    return [...this.root.path, ...this.path];
  }

  /** Reports this value as a fault. */
  refuse(allowed: string, fix: string): void {
    this.root.faults.inDocument(this.root.document, this.pathInDocument, this.value, allowed, this.fixFor(fix));
  }

  /** Reports this value as one for which an API server refuses the object. */
  refuseAsServer(allowed: string, fix: string): void {
    this.root.faults.ofServerIn(this.root.document, this.pathInDocument, this.value, allowed, this.fixFor(fix));
  }

  /** How often anything of the input was reported so far, what was reported before included. */
  get reported(): number {
    return this.root.faults.reported;
  }

  /** What nobody has filled in is not mended where it stands. */
  private fixFor(fix: string): string {
    return isPlaceholder(this.value) ? FILL_IN : fix;
  }

  /** The value under a key, undefined where it is missing or `null`. */
  get(key: string): Field | undefined {
    const record = this.record();
    if (record === undefined || !Object.hasOwn(record, key)) return undefined;
    const value = record[key];
    return value === null || value === undefined ? undefined : new Field(value, this.root, key, this);
  }

  /** The value down a way of keys. */
  at(...keys: readonly string[]): Field | undefined {
    return keys.reduce<Field | undefined>((field, key) => field?.get(key), this);
  }

  /** The entries of a list, `null` entries included as faults. */
  items(): readonly Field[] {
    if (!Array.isArray(this.value)) {
      this.refuse('a list', 'write each entry with a dash');
      return [];
    }
    return this.value.map((item: unknown, index) => new Field(item, this.root, index, this));
  }

  /** Key and value of each entry of a mapping; entries that are `null` are left out. */
  entries(): readonly (readonly [string, Field])[] {
    const record = this.record() ?? {};
    const entries: (readonly [string, Field])[] = [];
    for (const key of Object.keys(record)) {
      const value = record[key];
      if (value !== null && value !== undefined) entries.push([key, new Field(value, this.root, key, this)]);
    }
    return entries;
  }

  /** The texts of a mapping by key; entries that are `null` are left out, other values are faults. */
  texts(): ReadonlyMap<string, string> {
    const record = this.record() ?? {};
    const texts = new Map<string, string>();
    for (const key of Object.keys(record)) {
      const text = typeof record[key] === 'string' ? record[key] : this.get(key)?.text();
      if (text !== undefined) texts.set(key, text);
    }
    return texts;
  }

  /** True for a mapping; reports anything else. */
  isRecord(): boolean {
    return this.record() !== undefined;
  }

  text(): string | undefined {
    if (typeof this.value === 'string') return this.value;
    this.refuse('a text', 'put it in quotes');
    return undefined;
  }

  /** A whole number that JSON readers agree on. */
  integer(): number | undefined {
    if (Number.isSafeInteger(this.value)) return this.value as number;
    this.refuse('a whole number', 'write it without quotes, point or exponent');
    return undefined;
  }

  boolean(): boolean | undefined {
    if (typeof this.value === 'boolean') return this.value;
    this.refuse('true or false', 'write it without quotes');
    return undefined;
  }

  private record(): Record<string, unknown> | undefined {
    if (typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value))
      return this.value as Record<string, unknown>;
    this.refuse('a mapping of keys to values', 'indent its entries below it');
    return undefined;
  }
}

/** The entries of a list, by its way from a field; none where it is absent. */
export function itemsIn(field: Field | undefined, ...keys: readonly string[]): readonly Field[] {
  return field?.at(...keys)?.items() ?? [];
}

/** The texts of such a list; entries that are none are faults. */
export function textsIn(field: Field | undefined, ...keys: readonly string[]): readonly string[] {
  return itemsIn(field, ...keys).flatMap((item) => item.text() ?? []);
}
