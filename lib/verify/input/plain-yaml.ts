import { plainScalar } from './cluster-yaml';
import { KnownBlocks } from './known-blocks';
import { MAX_PLAIN_SCALAR } from './parse-limits';

/** What this reader leaves to the other one. */
const NOT_PLAIN = Symbol('not plain');

/** Characters that YAML refuses, and those whose treatment readers are split over. */
const UNUSUAL = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const MOST_NESTED = 50;
const [SPACE, HASH, DASH, COLON, QUOTE, APOSTROPHE] = [0x20, 0x23, 0x2d, 0x3a, 0x22, 0x27];

/** Start of an entry of a mapping: a key that cannot be anything but a text, and its colon. */
const ENTRY = /(?:[A-Za-z][\w./-]*|"[\w./-]+"|'[\w./-]+'):(?=[ \n])/y;
/** First characters with which nothing but a plain scalar begins. */
const PLAIN_START = /[A-Za-z0-9/._$(+]/;
/** What ends a plain scalar, or needs a second look. */
const NOT_IN_PLAIN = /: |:$| #|\t| $/;
/** Escapes that mean the same in YAML and in JSON. */
const JSON_ESCAPED = /^"(?:[^"\\\t]|\\["\\nrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*"$/;
const SINGLE_QUOTED = /^'(?:[^'\t]|'')*'$/;

/**
 * Reads a document of the form that emitters write: block mappings and sequences, scalars of one line, literal blocks.
 * Anything else, whatever is faulty included, gives undefined and is left to the full reader, which also words the fault.
 *
 * Nine tenths of what is judged has this form, and reading is most of the time that a verdict takes; a test holds the
 * answers against the full reader's, on documents of every form.
 *
 * @param start position of the document in the text, at its separator or at its first line
 * @param blocks of the files that are read together
 */
export function plainYaml(
  text: string,
  start: number,
  end: number,
  blocks: KnownBlocks = new KnownBlocks(),
): { readonly value: unknown } | undefined {
  try {
    return { value: new PlainReader(text, start, end, blocks).document() };
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

class PlainReader {
  /** Where the line begins, its content, and its end. */
  private line = 0;
  private content = 0;
  private eol = 0;
  /** Spaces before the content; -1 after the last line. */
  private indent = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private position: number,
    private readonly end: number,
    private readonly blocks: KnownBlocks,
  ) {}

  document(): unknown {
    this.next();
    if (this.indent === 0 && this.text.startsWith('---', this.content)) {
      if (this.eol - this.content !== 3) throw NOT_PLAIN;
      this.next();
    }
    if (this.indent === -1) return null;
    const value = this.block(this.indent);
    if (this.indent !== -1) throw NOT_PLAIN;
    return value;
  }

  /** Goes to the next line that is neither empty nor a comment. */
  private next(): void {
    const { text, end } = this;
    while (this.position < end) {
      this.line = this.position;
      const eol = text.indexOf('\n', this.line);
      this.eol = eol === -1 || eol > end ? end : eol;
      this.position = this.eol + 1;
      let content = this.line;
      while (text.charCodeAt(content) === SPACE) content++;
      if (content >= this.eol) continue;
      if (text.charCodeAt(content) === HASH) {
        usual(text.slice(content, this.eol));
        continue;
      }
      this.content = content;
      this.indent = content - this.line;
      return;
    }
    this.indent = -1;
  }

  private block(indent: number): unknown {
    const { text, content: start } = this;
    const isSequence = this.isItem();
    const known = this.blocks.at(text, start, indent);
    if (known !== undefined && this.passes(start + known.text.length, indent, isSequence)) return known.value;
    if (++this.depth > MOST_NESTED) throw NOT_PLAIN;
    const value = isSequence ? this.sequence(indent) : this.mapping(indent);
    this.depth--;
    const end = this.reached;
    if (text.charAt(end - 1) === '\n') this.blocks.add({ text: text.slice(start, end), indent, value });
    return value;
  }

  /** Where the next line begins that is read. */
  private get reached(): number {
    return this.indent === -1 ? this.end : this.line;
  }

  /** Goes on behind a block that is known; not where its lines are only the first of a longer one. */
  private passes(end: number, indent: number, isSequence: boolean): boolean {
    const { position, line, content, eol } = this;
    this.position = end;
    this.next();
    const isOver = this.indent < indent || (isSequence && this.indent === indent && !this.isItem());
    // What is empty or a comment here may be text of its last lines.
    if (isOver && this.reached === end) return true;
    Object.assign(this, { position, line, content, eol, indent });
    return false;
  }

  private isItem(): boolean {
    return this.text.charCodeAt(this.content) === DASH && this.text.charCodeAt(this.content + 1) === SPACE;
  }

  private mapping(indent: number): Record<string, unknown> {
    const { text } = this;
    const record: Record<string, unknown> = {};
    while (this.indent === indent) {
      ENTRY.lastIndex = this.content;
      if (!ENTRY.test(text)) throw NOT_PLAIN;
      const end = ENTRY.lastIndex;
      const first = text.charCodeAt(this.content);
      const quoted = first === QUOTE || first === APOSTROPHE;
      const key = quoted ? text.slice(this.content + 1, end - 2) : text.slice(this.content, end - 1);
      if (quoted ? key === '__proto__' : typeof plainScalar(key) !== 'string') throw NOT_PLAIN;
      if (Object.hasOwn(record, key)) throw NOT_PLAIN;
      record[key] = this.value(end, indent, true);
    }
    if (this.indent > indent) throw NOT_PLAIN;
    return record;
  }

  private sequence(indent: number): unknown[] {
    const { text } = this;
    const items: unknown[] = [];
    while (this.indent === indent && this.isItem()) {
      let content = this.content + 2;
      while (text.charCodeAt(content) === SPACE) content++;
      if (content >= this.eol) throw NOT_PLAIN;
      ENTRY.lastIndex = content;
      if (ENTRY.test(text)) {
        this.content = content;
        this.indent = content - this.line;
        items.push(this.block(this.indent));
      } else {
        items.push(this.value(content, indent, false));
      }
    }
    if (this.indent > indent) throw NOT_PLAIN;
    return items;
  }

  /** What stands at a position of the line, up to the next line that belongs to something else. */
  private value(from: number, indent: number, ofEntry: boolean): unknown {
    const { text, eol } = this;
    let at = from;
    while (text.charCodeAt(at) === SPACE) at++;
    if (at >= eol) {
      this.next();
      if (this.indent > indent || (this.indent === indent && ofEntry && this.isItem())) return this.block(this.indent);
      return null;
    }
    const value = this.scalar(text.slice(at, eol), indent);
    if (this.indent > indent) throw NOT_PLAIN;
    return value;
  }

  private scalar(raw: string, indent: number): unknown {
    if (raw === '|' || raw === '|-') return this.literal(indent, raw === '|');
    this.next();
    if (raw === '{}') return {};
    if (raw === '[]') return [];
    const { scalars } = this.blocks;
    const known = scalars.get(raw);
    if (known !== undefined) return known;
    const value = scalarOfLine(raw);
    scalars.set(raw, value);
    return value;
  }

  /** A literal block: the lines below that are further in, without their indentation. */
  private literal(parentIndent: number, keepsLastBreak: boolean): string {
    const { text, end } = this;
    const start = this.position;
    const indent = this.spacesAt(start);
    if (indent <= parentIndent || text.charCodeAt(start + indent) === 0x0a || start + indent >= end) throw NOT_PLAIN;
    let [position, last] = [start, start];
    while (position < end) {
      const spaces = this.spacesAt(position);
      const found = text.indexOf('\n', position);
      const eol = found === -1 || found > end ? end : found;
      const isBlank = position + spaces >= eol;
      // An empty line with a few spaces is empty; to cut these apart from deeper ones is left to the other reader.
      if (isBlank && spaces > 0) throw NOT_PLAIN;
      if (!isBlank && spaces < indent) break;
      if (!isBlank) last = eol;
      position = eol + 1;
    }
    this.position = Math.min(position, end);
    this.next();
    const raw = text.slice(start + indent, last);
    return this.blocks.literals.textOf({ raw, indent, end: keepsLastBreak ? '\n' : '' }, usual);
  }

  private spacesAt(position: number): number {
    let at = position;
    while (this.text.charCodeAt(at) === SPACE) at++;
    return at - position;
  }
}

/** A scalar of one line, without quotes or in them. */
function scalarOfLine(raw: string): unknown {
  if (raw.length > MAX_PLAIN_SCALAR) throw NOT_PLAIN;
  usual(raw);
  switch (raw.charCodeAt(0)) {
    case QUOTE:
      if (!JSON_ESCAPED.test(raw)) throw NOT_PLAIN;
      return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
    case APOSTROPHE:
      if (!SINGLE_QUOTED.test(raw)) throw NOT_PLAIN;
      return raw.slice(1, -1).replaceAll("''", "'");
    case DASH:
      if (raw.length === 1 || raw.charCodeAt(1) === SPACE || raw.charCodeAt(1) === COLON) throw NOT_PLAIN;
      break;
    default:
      if (!PLAIN_START.test(raw.charAt(0))) throw NOT_PLAIN;
  }
  if (NOT_IN_PLAIN.test(raw)) throw NOT_PLAIN;
  return plainScalar(raw);
}

/** The text, where each of its characters is one that all readers take alike. */
function usual(text: string): string {
  if (UNUSUAL.test(text)) throw NOT_PLAIN;
  return text;
}
