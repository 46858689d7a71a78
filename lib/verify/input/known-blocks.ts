import { LiteralBlocks } from './literal-blocks';

/** A block of a document and what it stands for. */
export interface KnownBlock {
  /** From its first character to the line behind it. */
  readonly text: string;
  /** Spaces before its lines. */
  readonly indent: number;
  readonly value: unknown;
}

/** How many blocks with one first line are kept: what has a name in it comes once and never again. */
const MOST_ALIKE = 8;

/**
 * Blocks that were read. The same settings stand in every pod of every project: what begins like an earlier block and is the
 * same text is the same value, which is read once and takes no second place.
 */
export class KnownBlocks {
  readonly literals = new LiteralBlocks();
  /** Scalars of one line, by how they are written: names and words stand in thousands of places. */
  readonly scalars = new Map<string, unknown>();
  private readonly byFirstLine = new Map<string, KnownBlock[]>();

  /** An earlier block with whose text a text goes on at a position. */
  at(text: string, start: number, indent: number): KnownBlock | undefined {
    // Not `startsWith`, which compares letter by letter.
    return this.byFirstLine
      .get(firstLine(text, start))
      ?.find((one) => one.indent === indent && text.slice(start, start + one.text.length) === one.text);
  }

  add(block: KnownBlock): void {
    const line = firstLine(block.text, 0);
    const alike = this.byFirstLine.get(line);
    if (alike === undefined) this.byFirstLine.set(line, [block]);
    else {
      if (alike.length >= MOST_ALIKE) alike.shift();
      alike.push(block);
    }
  }
}

function firstLine(text: string, start: number): string {
  return text.slice(start, text.indexOf('\n', start));
}
