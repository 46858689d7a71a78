import { parseArgs } from 'node:util';
import { command, exitCode, type ExitCode } from '../command';
import { childCpuSeconds } from '../processes/cpu';
import { createProgress } from '../progress';
import { buildEngine } from './build-engine';
import { engineFolder, isBuilt } from './cache';
import { catalogue, engineNamed } from './catalogue';
import type { Engine } from './engine';
import { engineList, engineTable } from './list';

const help = `Builds the engines of the conformance suites from source, each once, into a cache.

Usage: npx jiti conformance/engines/build.ts [ENGINE...]     builds the named engines, or all
       npx jiti conformance/engines/build.ts --list          what is built, its size and folder
       npx jiti conformance/engines/build.ts --path ENGINE   the folder of its binaries
       npx jiti conformance/engines/build.ts --markdown      the catalogue as a table for the docs

Environment:
  TRAINING_ISOLATION_CACHE  the cache's folder (default: $XDG_CACHE_HOME/training-isolation or ~/.cache/training-isolation)
  KUBERNETES_VERSION        which Kubernetes to build
  GOFLAGS=-p=1              as for any Go build: one compiler at a time

Exit code: 0 all is there, 1 a build failed, 2 usage, 3 this machine can't (no Go, or a module can't be had)
`;

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      list: { type: 'boolean' },
      path: { type: 'string' },
      markdown: { type: 'boolean' },
    },
  });
  if (values.help) return print(help.trimEnd());
  if (values.list) return print(engineList(catalogue()));
  if (values.markdown) return print(engineTable(catalogue()));
  if (values.path !== undefined) return printPath(engineNamed(values.path));
  const progress = createProgress('build', childCpuSeconds);
  const engines = positionals.length === 0 ? catalogue() : positionals.map(engineNamed);
  for (const engine of engines) await buildEngine(engine, progress);
  progress.say(`all there: ${engines.map((engine) => engine.name).join(', ')}`);
  return exitCode.good;
}

function printPath(engine: Engine): ExitCode {
  print(engineFolder(engine));
  return isBuilt(engine) ? exitCode.good : exitCode.negative;
}

function print(text: string): ExitCode {
  console.log(text);
  return exitCode.good;
}

command('build', main);
