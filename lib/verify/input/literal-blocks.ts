/** Shorter blocks are not worth a look at what was read before. */
const LONG = 1000;

/**
 * Texts of literal blocks. Long ones are files of code, for the most part the same in every project: a block that is like
 * the last one of its length is that text, which takes no second cut and no second place.
 */
export class LiteralBlocks {
  private readonly lastOfLength = new Map<number, { readonly raw: string; readonly indent: number; text: string }>();

  /** The lines of a block without the indentation that all of them have; that of the first is cut off already. */
  unindented(raw: string, indent: number): string {
    const known = raw.length < LONG ? undefined : this.lastOfLength.get(raw.length);
    if (known?.indent === indent && known.raw === raw) return known.text;
    const text = raw.replaceAll(`\n${' '.repeat(indent)}`, '\n');
    if (raw.length >= LONG) this.lastOfLength.set(raw.length, { raw, indent, text });
    return text;
  }
}
