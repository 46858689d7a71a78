import { InvalidInputError, shown, type Fault } from '../../model/fault/fault';
import { onceFor } from '../once-for';
import { isRecord } from '../record';
import { lineOf, type Path } from './line-of';
import type { InputFile, SourceDocument } from './input-file';

/**
 * Collects what is wrong with the input. One collector a run: all faults are reported at once, and what is read again at the
 * same place is reported once.
 */
export class InputFaults {
  private readonly faults: Fault[] = [];
  private readonly ofServer: Fault[] = [];
  private reports = 0;
  private readonly toldOf = onceFor<SourceDocument, Set<string>>(() => new Set());

  /** A fault of a whole file or folder. */
  inFile(name: string, given: string, allowed: string, fix: string): void {
    this.faults.push({ path: name, given, allowed, fix });
  }

  /** A fault at a line of a file, counted from 1. */
  inLine(file: InputFile, line: number, given: string, allowed: string, fix: string): void {
    this.faults.push({ path: `${file.name}:${line}`, given, allowed, fix });
  }

  /** A fault of a value inside a document. */
  inDocument(document: SourceDocument, path: Path, value: unknown, allowed: string, fix: string): void {
    if (this.isNews(document, path, allowed)) this.faults.push(faultAt(document, path, value, allowed, fix));
  }

  /** A value whose meaning is clear, in an object that an API server refuses for it. */
  ofServerIn(document: SourceDocument, path: Path, value: unknown, allowed: string, fix: string): void {
    if (this.isNews(document, path, allowed)) this.ofServer.push(faultAt(document, path, value, allowed, fix));
  }

  /** How often something was reported of values inside documents, the same at the same place included. */
  get reported(): number {
    return this.reports;
  }

  private isNews(document: SourceDocument, path: Path, allowed: string): boolean {
    this.reports++;
    const told = this.toldOf(document);
    const before = told.size;
    return told.add(`${pathText(path)}: ${allowed}`).size > before;
  }

  /** What an API server refuses. No verdict is given on it; who asks one evaluator is told. */
  get refusedByServer(): readonly Fault[] {
    return this.ofServer;
  }

  get any(): boolean {
    return this.faults.length > 0;
  }

  /** @throws InvalidInputError if there is any */
  refuse(): void {
    if (this.any) throw new InvalidInputError('the input', this.faults);
  }

  /** @throws InvalidInputError if there is any, or if an API server refuses anything */
  refuseForVerdict(): void {
    const all = [...this.faults, ...this.ofServer];
    if (all.length > 0) throw new InvalidInputError('the input', all);
  }
}

function faultAt(document: SourceDocument, path: Path, value: unknown, allowed: string, fix: string): Fault {
  const where = path.length === 0 ? '' : ` ${pathText(path)}`;
  return {
    path: `${document.file.name}:${lineOf(document, path)}${where}`,
    given: shown(withoutSecrets(value)),
    allowed,
    fix,
  };
}

/** Faults are printed into logs, which more people read than the Secret. */
function withoutSecrets(value: unknown): unknown {
  if (!isRecord(value) || value['kind'] !== 'Secret') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, /^(?:data|stringData)$/.test(key) ? '...' : item]),
  );
}

/** `spec.ingress[0].from`, as a reader of the file would write it. */
export function pathText(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}
