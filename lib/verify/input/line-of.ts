import { load, type EventType, type State } from 'js-yaml';
import { onceFor } from '../once-for';
import { CLUSTER_YAML_OPTIONS } from './cluster-yaml';
import type { InputFile, SourceDocument } from './input-file';

/** Way from a document to a value inside it. */
export type Path = readonly (string | number)[];

interface Node {
  readonly line: number;
  readonly children: Node[];
  kind: string | null;
  result: unknown;
}

/**
 * The line of a value in its file, counted from 1; of the nearest thing around it where the value itself has no line
 * (a field that is missing, a value that came from an alias).
 *
 * Reads the document's text a second time. That is only done for what is reported: keeping positions while reading
 * everything would cost each run what only a finding needs.
 */
export function lineOf(document: SourceDocument, path: Path): number {
  const first = lineIn(document.file, document.start);
  const { root, content } = positionsOf(document);
  let node = root;
  let line = node?.line ?? 0;
  for (const key of path) {
    node = node === undefined ? undefined : child(node, key);
    if (node === undefined) break;
    line = node.line;
  }
  return first + Math.max(line, content);
}

/** Line of a position in a text, counted from 1. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The same in a file that is asked about again and again. */
function lineIn(file: InputFile, position: number): number {
  const starts = startsOf(file);
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the lines of a file start in which something was found: a dump may have as many findings as documents. */
const startsOf = onceFor(({ text }: InputFile): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
});

/** Comments and the separator stand before the first value. */
function firstContentLine(text: string): number {
  const lines = text.split('\n', 1000);
  const index = lines.findIndex((line) => !/^\s*(#.*|---\s*(#.*)?|%.*)?$/.test(line));
  return index === -1 ? 0 : index;
}

/** The document that was read last; findings come document by document. */
let last: { readonly document: SourceDocument; readonly positions: Positions } | undefined;

interface Positions {
  readonly root: Node | undefined;
  /** Line of the first value; 0 where nothing is known of the rest. */
  readonly content: number;
}

function positionsOf(document: SourceDocument): Positions {
  if (last?.document === document) return last.positions;
  const text = document.file.text.slice(document.start, document.end);
  const root = positions(text);
  last = { document, positions: { root, content: root === undefined ? 0 : firstContentLine(text) } };
  return last.positions;
}

function positions(text: string): Node | undefined {
  const stack: Node[] = [];
  let root: Node | undefined;
  const listener = (event: EventType, state: State): void => {
    if (event === 'open') {
      stack.push({ line: state.line, children: [], kind: null, result: undefined });
      return;
    }
    const node = stack.pop() as Node;
    node.kind = state.kind;
    node.result = state.result;
    const parent = stack.at(-1);
    if (parent === undefined) root = node;
    else parent.children.push(node);
  };
  try {
    load(text, { ...CLUSTER_YAML_OPTIONS, listener });
  } catch {
    // The text was read once already, by JSON's rules or together with its directives; without positions the line is
    // the document's first.
  }
  return root;
}

/** In a mapping the parser reports key, value, key, value, ... */
function child(node: Node, key: string | number): Node | undefined {
  // The parser tries a flow collection as the first key of a block mapping, and keeps it when there is no colon.
  const [only] = node.children;
  if (
    node.children.length === 1 &&
    typeof only?.result === 'object' &&
    only.result === node.result &&
    only.result !== null
  )
    return child(only, key);
  if (typeof key === 'number') return node.kind === 'sequence' ? node.children[key] : undefined;
  if (node.kind !== 'mapping') return undefined;
  for (let index = 0; index + 1 < node.children.length; index += 2) {
    if (String(node.children[index]?.result) === key) return node.children[index + 1];
  }
  return undefined;
}
