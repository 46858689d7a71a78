import { load, loadAll, YAMLException } from 'js-yaml';
import { CLUSTER_YAML_OPTIONS } from './cluster-yaml';
import { jsonFault } from './json-fault';
import { aliasFault } from './alias-fault';
import type { InputFile, SourceDocument } from './input-file';
import type { InputFaults } from './input-fault';
import { lineAt } from './line-of';
import { LiteralBlocks } from './literal-blocks';
import { MAX_YAML_LINE } from './parse-limits';
import { plainYaml, UNUSUAL } from './plain-yaml';
import { holdsMappingAsKey, templateAt, Unrendered } from './unrendered';

/**
 * The documents of a file. JSON is read as JSON, everything else as YAML, whatever the file is called.
 *
 * A document that cannot be read is reported with its line and left out; nothing of it is judged.
 *
 * @param literals of the files that are read together
 */
export function parseText(
  file: InputFile,
  faults: InputFaults,
  literals: LiteralBlocks = new LiteralBlocks(),
): readonly SourceDocument[] {
  if (/^\ufeff?\s*[[{]/.test(file.text)) {
    const document = parseJson(file, faults);
    if (document !== 'not JSON') return document === undefined ? [] : [document];
  }
  try {
    return parseYaml(file, faults, literals);
  } catch (error) {
    if (!(error instanceof Unrendered)) throw error;
    const fix = 'if it is a chart, render it first: helm template; if not, repair it: nothing in the file was judged';
    faults.inLine(file, error.line, error.given, 'a YAML document', fix);
    return [];
  }
}

function parseJson(file: InputFile, faults: InputFaults): SourceDocument | undefined | 'not JSON' {
  const text = file.text.startsWith('\ufeff') ? file.text.slice(1) : file.text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError && !file.name.endsWith('.json')) return 'not JSON';
    const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message) : null;
    faults.inLine(
      file,
      position === null ? (error instanceof SyntaxError ? lastLine(text) : 1) : lineAt(text, Number(position[1])),
      error instanceof RangeError ? 'values nested without end' : messageOf(error),
      'a JSON document',
      'repair the file: nothing in it was judged',
    );
    return undefined;
  }
  const fault = jsonFault(text);
  if (fault !== undefined) {
    faults.inLine(file, lineAt(text, fault.position), fault.given, fault.allowed, fault.fix);
    return undefined;
  }
  return { file, start: 0, end: file.text.length, value };
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
function parseYaml(file: InputFile, faults: InputFaults, literals: LiteralBlocks): readonly SourceDocument[] {
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
  if (WHOLE_ONLY.test(text)) {
    const values = guarded(file, 0, text.length, faults, () => allDocuments(text));
    return (values ?? []).flatMap((value) =>
      value === null || value === undefined ? [] : checked({ file, start: 0, end: text.length, value }, faults),
    );
  }
  const documents: SourceDocument[] = [];
  let start = 0;
  const isUsual = !UNUSUAL.test(text);
  const read = (end: number): void => {
    const plain = isUsual ? plainYaml(text, start, end, literals) : undefined;
    if (plain !== undefined) {
      if (plain.value !== null) documents.push({ file, start, end, value: plain.value });
      return;
    }
    const value = guarded(file, start, end, faults, () => load(text.slice(start, end), CLUSTER_YAML_OPTIONS));
    if (value !== undefined && value !== null) documents.push(...checked({ file, start, end, value }, faults));
  };
  for (const { index } of text.matchAll(SEPARATOR)) {
    if (index > start) read(index);
    start = index;
  }
  read(text.length);
  return documents;
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

function lastLine(text: string): number {
  return lineAt(text, text.trimEnd().length);
}
