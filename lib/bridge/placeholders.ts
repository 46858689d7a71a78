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

interface Placeholder {
  readonly key: string;
  readonly token: string;
  value?: pulumi.Output<string>;
}

/**
 * Texts that stand for values that only the cloud knows. Descriptions and manifests are made with them, as plain data, and
 * they are filled when the manifests are applied: cdk8s never meets an Output, which in a template would silently become a
 * warning text.
 */
export class Placeholders {
  readonly #known: Placeholder[] = [];

  /**
   * The placeholder of a value that comes later. The same key gives the same text, in every run.
   *
   * @throws Error if the key has a placeholder of another form
   */
  of(key: string, form: PlaceholderForm = 'name'): string {
    const { prefix, digits } = FORMS[form];
    const token = `${prefix}${createHash('sha256').update(key).digest('hex').slice(0, digits)}`;
    const found = this.#known.find((known) => known.key === key);
    if (found === undefined) this.#known.push({ key, token });
    else if (found.token !== token) throw new Error(`Placeholders: "${key}" has a placeholder of another form`);
    return token;
  }

  /**
   * Says what a placeholder stands for.
   *
   * @throws Error if nobody asked for it, or it is filled already
   */
  fill(key: string, value: pulumi.Input<string>): void {
    const found = this.#known.find((known) => known.key === key);
    if (found === undefined) throw new Error(`Placeholders: nobody asked for the placeholder "${key}"`);
    if (found.value !== undefined) throw new Error(`Placeholders: "${key}" is filled already`);
    found.value = pulumi.output(value);
  }

  /** The same data with every placeholder in place of its value; data without one stays plain. */
  bind<T>(data: T): pulumi.Input<T> {
    return this.#bound(data) as pulumi.Input<T>;
  }

  /** Keys of the placeholders that stand in the data and that nobody has filled. */
  unfilledIn(data: unknown): readonly string[] {
    const text = JSON.stringify(data) ?? '';
    return this.#known.filter(({ token, value }) => value === undefined && text.includes(token)).map(({ key }) => key);
  }

  #bound(value: unknown): unknown {
    if (typeof value === 'string') return this.#boundText(value);
    if (Array.isArray(value)) return value.map((item) => this.#bound(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#bound(item)]));
  }

  #boundText(text: string): pulumi.Input<string> {
    const inText = this.#known.flatMap(({ token, value }) =>
      value !== undefined && text.includes(token) ? [{ token, value }] : [],
    );
    const [only] = inText;
    if (only === undefined) return text;
    if (text === only.token) return only.value;
    return pulumi
      .all(inText.map(({ value }) => value))
      .apply((values) => inText.reduce((done, { token }, index) => done.replaceAll(token, values[index] ?? ''), text));
  }
}
