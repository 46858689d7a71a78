import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProjectFault } from './project-settings';

/**
 * The file that Pulumi would run: `main` of `Pulumi.yaml`, or what the package says its main file is, or its index.
 *
 * @throws ProjectFault if there is none
 */
export function programFile(folder: string, main: string | undefined): string {
  const start = resolve(folder, main ?? '.');
  if (!existsSync(start)) throw new ProjectFault(`no program at ${start}`);
  if (!statSync(start).isDirectory()) return start;
  const candidates = [
    ...(main === undefined ? packageMain(start) : []),
    ...['index.js', 'index.ts', 'index.mjs', 'index.mts'].map((name) => join(start, name)),
  ];
  const found = candidates.find((file) => existsSync(file) && !statSync(file).isDirectory());
  if (found === undefined) throw new ProjectFault(`no program in ${start}: expected index.ts or index.js`);
  return found;
}

function packageMain(folder: string): string[] {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return [];
  const { main } = JSON.parse(readFileSync(file, 'utf8')) as { main?: string };
  return main === undefined ? [] : [join(folder, main)];
}

/**
 * Runs the program's file and returns the stack's outputs: what it exports, or what the function that it exports returns.
 * TypeScript is run as it stands; types are for the compiler.
 */
export async function runProgramFile(file: string): Promise<unknown> {
  const exported = await loadFile(file);
  return typeof exported === 'function' ? ((await (exported as () => unknown)()) as unknown) : exported;
}

async function loadFile(file: string): Promise<unknown> {
  if (/^\.[cm]?ts$/.test(extname(file))) {
    const { createJiti } = await import('jiti');
    return createJiti(file, { interopDefault: false, sourceMaps: true }).import(file);
  }
  if (extname(file) === '.mjs' || (extname(file) === '.js' && isModule(file))) {
    return import(pathToFileURL(file).href);
  }
  return createRequire(file)(file) as unknown;
}

/** Whether the nearest package says that its files are ES modules. */
function isModule(file: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest))
      return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string }).type === 'module';
    if (folder === dirname(folder)) return false;
  }
}
