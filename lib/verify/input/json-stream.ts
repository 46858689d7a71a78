import { stringEnd } from './json-fault';

/** A part of a text. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * The values of a text in which JSON objects or lists follow each other, as two answers of `kubectl get -o json` in one
 * stream do: kubectl reads such streams. Undefined for every other text.
 */
export function jsonStream(text: string, from: number): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (let start = nextText(text, from); start < text.length;) {
    const end = valueEnd(text, start);
    if (end === undefined) return undefined;
    parts.push({ start, end });
    start = nextText(text, end);
  }
  return parts.length > 1 ? parts : undefined;
}

function nextText(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}

/** Where the object or list ends that begins here; undefined if none does, or if it has no end. */
function valueEnd(text: string, start: number): number | undefined {
  if (!'{['.includes(text.charAt(start))) return undefined;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (--depth === 0) return at + 1;
        break;
      case 0x22: // "
        at = stringEnd(text, at);
        break;
    }
  }
  return undefined;
}
