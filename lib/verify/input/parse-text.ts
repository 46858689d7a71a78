import { load, loadAll, YAMLException } from 'js-yaml';
import { CLUSTER_YAML_OPTIONS } from './cluster-yaml';
import { jsonFault } from './json-fault';
import { jsonStream, type Part } from './json-stream';
import { aliasFault } from './alias-fault';
import type { InputFile, SourceDocument } from './input-file';
import type { InputFaults } from './input-fault';
import { lineAt } from './line-of';
import { KnownBlocks } from './known-blocks';
import { MAX_YAML_LINE } from './parse-limits';
import { plainYaml } from './plain-yaml';
import { holdsMappingAsKey, templateAt, Unrendered } from './unrendered';

/**
 * The documents of a file. JSON is read as JSON, everything else as YAML, whatever the file is called.
 *
 * A document that cannot be read is reported with its line and left out; nothing of it is judged.
 *
 * @param blocks of the files that are read together
 */
export function parseText(
  file: InputFile,
  faults: InputFaults,
  blocks: KnownBlocks = new KnownBlocks(),
): readonly SourceDocument[] {
  if (/^\ufeff?\s*[[{]/.test(file.text)) {
    const documents = parseJson(file, faults);
    if (documents !== 'not JSON') return documents;
  }
  try {
    return parseYaml(file, faults, blocks);
  } catch (error) {
    if (!(error instanceof Unrendered)) throw error;
    const fix = 'if it is a chart, render it first: helm template; if not, repair it: nothing in the file was judged';
    faults.inLine(file, error.line, error.given, 'a YAML document', fix);
    return [];
  }
}

function parseJson(file: InputFile, faults: InputFaults): readonly SourceDocument[] | 'not JSON' {
  const { text, name } = file;
  const whole = { start: text.startsWith('\ufeff') ? 1 : 0, end: text.length };
  const read = jsonValue(file, whole);
  const parts = 'value' in read || read.error instanceof RangeError ? undefined : jsonStream(text, whole.start);
  // A first part that is no JSON may still be YAML, a flow mapping for one.
  if (parts?.[0] !== undefined && 'value' in jsonValue(file, parts[0]))
    return parts.flatMap((part) => jsonDocument(file, part, jsonValue(file, part), faults));
  if ('error' in read && read.error instanceof SyntaxError && !name.endsWith('.json')) return 'not JSON';
  return jsonDocument(file, whole, read, faults);
}

type Read = { readonly value: unknown } | { readonly error: unknown };

function jsonValue({ text }: InputFile, { start, end }: Part): Read {
  try {
    return { value: JSON.parse(text.slice(start, end)) as unknown };
  } catch (error) {
    return { error };
  }
}

function jsonDocument(file: InputFile, part: Part, read: Read, faults: InputFaults): readonly SourceDocument[] {
  const text = file.text.slice(part.start, part.end);
  const lineIn = (position: number): number => lineAt(file.text, part.start + position);
  if ('value' in read) {
    const fault = jsonFault(text);
    if (fault === undefined) return [{ file, ...part, value: read.value }];
    faults.inLine(file, lineIn(fault.position), fault.given, fault.allowed, fault.fix);
    return [];
  }
  const { error } = read;
  const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message) : null;
  const line =
    position !== null ? lineIn(Number(position[1])) : lineIn(error instanceof SyntaxError ? text.trimEnd().length : 0);
  faults.inLine(
    file,
    line,
    error instanceof RangeError ? 'values nested without end' : messageOf(error),
    'a JSON document',
    'repair the file: nothing in it was judged',
  );
  return [];
}

/** Where a line begins that nobody can have meant. */
function longLine(text: string): number | undefined {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    if ((end === -1 ? text.length : end) - start > MAX_YAML_LINE) return start;
    if (end === -1) return undefined;
    start = end + 1;
  }
  return undefined;
}

const SEPARATOR = /^---(?=\s|$)/gm;
/** Directives and document ends tie documents together: such files are read as a whole. */
const WHOLE_ONLY = /^(?:%|\.\.\.(?:\s|$))/m;

/** @throws Unrendered if the file is a template: its other documents would only bring more of the same faults */
function parseYaml(file: InputFile, faults: InputFaults, blocks: KnownBlocks): readonly SourceDocument[] {
  const { text } = file;
  const long = text.length <= MAX_YAML_LINE ? undefined : longLine(text);
  if (long !== undefined) {
    faults.inLine(
      file,
      lineAt(text, long),
      `a line of more than ${MAX_YAML_LINE} characters`,
      'YAML of moderate lines',
      'break the line, or write JSON: nothing in the file was judged',
    );
    return [];
  }
  const read = documentsIn(text).map(([start, end]) => ({
    start,
    end,
    plain: plainYaml(text, start, end, blocks),
  }));
  // No plain document has such a line.
  if (read.some(({ plain }) => plain === undefined) && WHOLE_ONLY.test(text)) {
    const values = guarded(file, 0, text.length, faults, () => allDocuments(text));
    return (values ?? []).flatMap((value) =>
      value === null || value === undefined ? [] : checked({ file, start: 0, end: text.length, value }, faults),
    );
  }
  return read.flatMap(({ start, end, plain }) => {
    if (plain !== undefined) return plain.value === null ? [] : [{ file, start, end, value: plain.value }];
    const value = guarded(file, start, end, faults, () => load(text.slice(start, end), CLUSTER_YAML_OPTIONS));
    return value === undefined || value === null ? [] : checked({ file, start, end, value }, faults);
  });
}

/** Where each document of a file begins and ends. */
function documentsIn(text: string): readonly (readonly [start: number, end: number])[] {
  const starts = [0, ...Array.from(text.matchAll(SEPARATOR), ({ index }) => index).filter((index) => index > 0)];
  return starts.map((start, index) => [start, starts[index + 1] ?? text.length]);
}

function allDocuments(text: string): readonly unknown[] {
  const values: unknown[] = [];
  loadAll(text, (value) => values.push(value), CLUSTER_YAML_OPTIONS);
  return values;
}

function checked(document: SourceDocument, faults: InputFaults): readonly SourceDocument[] {
  // Without an anchor there is nothing that a second name could repeat.
  const { file, start, end } = document;
  const anchor = file.text.indexOf('&', start);
  const fault = anchor === -1 || anchor >= end ? undefined : aliasFault(document.value);
  if (fault === undefined) {
    const template = templateAt(file.text, start, end);
    if (template !== undefined && holdsMappingAsKey(document.value))
      throw new Unrendered('braces that make a mapping of a value', lineAt(file.text, template));
    return [document];
  }
  faults.inLine(file, lineAt(file.text, anchor), fault, 'aliases that stand for finite, moderate data', 'write it out');
  return [];
}

function guarded<T>(file: InputFile, start: number, end: number, faults: InputFaults, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const first = lineAt(file.text, start);
    const line =
      error instanceof YAMLException ? first + ((error.mark as typeof error.mark | undefined)?.line ?? 0) : first;
    const given = error instanceof RangeError ? 'values nested without end' : messageOf(error);
    if (templateAt(file.text, start, end) !== undefined) throw new Unrendered(given, line);
    faults.inLine(file, line, given, 'a YAML document', 'repair the file: nothing in this document was judged');
    return undefined;
  }
}

function messageOf(error: unknown): string {
  const text = error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : String(error);
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
