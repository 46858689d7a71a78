import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { byNaturalOrder } from '../natural-order';
import type { InputFile } from './input-file';
import type { InputFaults } from './input-fault';

const EXTENSIONS = /\.(ya?ml|json)$/i;

/** A file and how it came to be read: what a user names must be understood, what a folder holds beside may not. */
export interface FoundFile extends InputFile {
  readonly named: boolean;
}

/**
 * Reads files, folders with everything below them, and `-`, standard input.
 *
 * Of folders the files ending in `.yaml`, `.yml` and `.json` are read, in the order of their paths, hidden ones as well:
 * `kubectl apply -f` applies them. Hidden folders and `node_modules` are not. Links are followed, except into a folder that is being read already.
 */
export function readPaths(
  paths: readonly string[],
  standardInput: () => string,
  faults: InputFaults,
): readonly FoundFile[] {
  const files = new Map<string, FoundFile>();
  for (const path of paths) {
    if (path === '-') {
      const text = readable('-', faults, standardInput);
      if (text !== undefined) files.set('-', { name: '-', text, named: true });
      continue;
    }
    const found = filesBelow(path, faults);
    if (found.length === 0 && !faults.any) {
      faults.inFile(path, 'no file to read', 'a folder with .yaml, .yml or .json files', 'check the path');
    }
    for (const name of found) {
      if (files.has(name)) continue;
      const text = readText(name, faults);
      if (text !== undefined) files.set(name, { name, text, named: name === path });
    }
  }
  return [...files.values()];
}

/** The text of a file that is none of the input, such as a baseline. */
export function readOneFile(path: string, faults: InputFaults): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) faults.inFile(path, 'no such file', 'a file', 'check the path');
  else if (stat.isDirectory()) faults.inFile(path, 'a folder', 'a file', 'give a file in it');
  else return readText(path, faults);
  return undefined;
}

function filesBelow(path: string, faults: InputFaults): readonly string[] {
  const visited = new Set<string>();
  const walk = (at: string, top: boolean): readonly string[] => {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat === undefined) {
      // A link to nothing inside a folder is not the user's path.
      if (top) faults.inFile(at, 'no such file or folder', 'a file, a folder or -', 'check the path');
      return [];
    }
    if (stat.isDirectory() && !top && isLeftOut(basename(at))) return [];
    if (!stat.isDirectory()) return top || (stat.isFile() && EXTENSIONS.test(at)) ? [at] : [];
    const identity = `${stat.dev}:${stat.ino}`;
    if (visited.has(identity)) return [];
    visited.add(identity);
    return readdirSync(at)
      .sort(byNaturalOrder)
      .flatMap((entry) => walk(join(at, entry), false));
  };
  try {
    return walk(path, true);
  } catch (error) {
    faults.inFile(path, error instanceof Error ? error.message : String(error), 'a readable path', 'check the rights');
    return [];
  }
}

const isLeftOut = (folder: string): boolean => folder === 'node_modules' || folder.startsWith('.');

function readText(name: string, faults: InputFaults): string | undefined {
  return readable(name, faults, () => {
    const bytes = readFileSync(name);
    if (isUtf16(bytes)) {
      const fix = 'save it as UTF-8: Windows PowerShell needs | Out-File -Encoding utf8';
      faults.inFile(name, 'text in UTF-16', 'text in UTF-8', fix);
    } else if (!isUtf8(bytes)) faults.inFile(name, 'bytes that are no UTF-8', 'text in UTF-8', 'save it as UTF-8');
    else return bytes.toString('utf8');
    return undefined;
  });
}

/** What reading gives, its failure a fault of the input. */
function readable(name: string, faults: InputFaults, read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    faults.inFile(name, error instanceof Error ? error.message : String(error), 'a text file', 'check rights and size');
    return undefined;
  }
}

/** By its byte order mark, which is no character of UTF-8. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
