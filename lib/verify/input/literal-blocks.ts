/** Shorter blocks are not worth a look at what was read before. */
const LONG = 1000;

/** A literal block as it stands in a file. */
export interface Block {
  /** Its lines; the indentation of the first is cut off. */
  readonly raw: string;
  readonly indent: number;
  /** What follows the last line: the line break that the block keeps, or nothing. */
  readonly end: '\n' | '';
}

/**
 * Texts of literal blocks. Long ones are files of code, for the most part the same in every project: a block that is like
 * the last one of its length is that text, which takes no second cut and no second place.
 */
export class LiteralBlocks {
  private readonly lastOfLength = new Map<number, Block & { readonly text: string }>();

  /**
   * The text that a block stands for.
   *
   * @param check gives its lines back, or throws; not asked about those that were read before
   */
  textOf(block: Block, check: (raw: string) => string): string {
    const { raw, indent, end } = block;
    const known = raw.length < LONG ? undefined : this.lastOfLength.get(raw.length);
    if (known?.indent === indent && known.end === end && known.raw === raw) return known.text;
    const text = `${check(raw).replaceAll(`\n${' '.repeat(indent)}`, '\n')}${end}`;
    if (raw.length >= LONG) this.lastOfLength.set(raw.length, { ...block, text });
    return text;
  }
}
