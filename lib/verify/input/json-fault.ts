import { MAX_DEPTH } from './parse-limits';

/** Something in a JSON text that `JSON.parse` does not report. */
export interface JsonFault {
  readonly given: string;
  readonly allowed: string;
  readonly fix: string;
  readonly position: number;
}

/**
 * The first key that stands twice in one object, of which `JSON.parse` keeps the last and other readers the first, or the
 * first value that lies deeper than anything has reason to. The text must be valid JSON.
 */
export function jsonFault(text: string): JsonFault | undefined {
  // One entry an open bracket: the keys of an object, or undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
        open.push(new Set());
        expectsKey = true;
        if (open.length > MAX_DEPTH) return tooDeep(at);
        break;
      case 0x5b: // [
        open.push(undefined);
        expectsKey = false;
        if (open.length > MAX_DEPTH) return tooDeep(at);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        expectsKey = false;
        break;
      case 0x2c: // ,
        expectsKey = open.at(-1) !== undefined;
        break;
      case 0x22: {
        const end = stringEnd(text, at);
        if (expectsKey) {
          const keys = open.at(-1) as Set<string>;
          const raw = text.slice(at + 1, end);
          const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
          if (keys.has(key)) return twice(key, at);
          keys.add(key);
          expectsKey = false;
        }
        at = end;
        break;
      }
    }
  }
  return undefined;
}

const twice = (key: string, position: number): JsonFault => ({
  given: `a second ${JSON.stringify(key)} in one object`,
  allowed: 'every key once',
  fix: 'remove one: readers disagree on which of the two counts',
  position,
});

const tooDeep = (position: number): JsonFault => ({
  given: `nesting deeper than ${MAX_DEPTH} levels`,
  allowed: 'data that people write',
  fix: 'repair the text: nothing in it was judged',
  position,
});

/** Position of the closing quote of the string that opens at `start`. */
export function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
