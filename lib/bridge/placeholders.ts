import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';

/** Form of a placeholder, so that it passes where the description checks a value. */
export type PlaceholderForm =
  /** Id of a file system: `fs-` and 17 digits. */
  | 'file-system-id'
  /** Id of an access point: `fsap-` and 17 digits. */
  | 'access-point-id'
  /** Mount name of Lustre: eight letters and digits. */
  | 'mount-name'
  /** Anything that a name may be: `placeholder-` and 20 digits. */
  | 'name';

const FORMS: Readonly<Record<PlaceholderForm, { readonly prefix: string; readonly digits: number }>> = {
  'file-system-id': { prefix: 'fs-', digits: 17 },
  'access-point-id': { prefix: 'fsap-', digits: 17 },
  'mount-name': { prefix: '', digits: 8 },
  name: { prefix: 'placeholder-', digits: 20 },
};

/**
 * Texts that stand for values that only the cloud knows. Manifests are synthesized with them, as plain data, and bound to
 * the values when they are applied: cdk8s never meets an Output, which in a template would silently become a warning text.
 */
export class Placeholders {
  readonly #values = new Map<string, pulumi.Output<string>>();

  /** The placeholder of a value. The same key gives the same text in every run. */
  of(key: string, value: pulumi.Input<string>, form: PlaceholderForm = 'name'): string {
    const { prefix, digits } = FORMS[form];
    const token = `${prefix}${createHash('sha256').update(key).digest('hex').slice(0, digits)}`;
    if (this.#values.has(token)) throw new Error(`Placeholders: "${key}" has a placeholder already`);
    this.#values.set(token, pulumi.output(value));
    return token;
  }

  /** The same data with every placeholder in place of its value; data without one stays plain. */
  bind<T>(data: T): pulumi.Input<T> {
    return this.#bound(data) as pulumi.Input<T>;
  }

  /** Placeholders that stand in the data. */
  in(data: unknown): readonly string[] {
    const text = JSON.stringify(data) ?? '';
    return [...this.#values.keys()].filter((token) => text.includes(token));
  }

  #bound(value: unknown): unknown {
    if (typeof value === 'string') return this.#boundText(value);
    if (Array.isArray(value)) return value.map((item) => this.#bound(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#bound(item)]));
  }

  #boundText(text: string): pulumi.Input<string> {
    const tokens = [...this.#values.keys()].filter((token) => text.includes(token));
    const [only] = tokens;
    if (only === undefined) return text;
    if (tokens.length === 1 && text === only) return this.#values.get(only) as pulumi.Output<string>;
    return pulumi
      .all(tokens.map((token) => this.#values.get(token) as pulumi.Output<string>))
      .apply((values) => tokens.reduce((done, token, index) => done.replaceAll(token, values[index] ?? ''), text));
  }
}
