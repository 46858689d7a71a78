import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command, exitCode, UsageFault, type ExitCode } from './command';
import { buildEngine } from './engines/build-engine';
import { isBuilt } from './engines/cache';
import { engineNamed } from './engines/catalogue';
import { MachineCannot } from './machine-cannot';
import { createProgress, type Progress } from './progress';
import { suites } from './suites';
import type { Check, Suite } from './suites/suite';
import { textTable } from './text-table';

const help = `Runs the project's output on real engines: API server, scheduler, Kyverno.

Usage: npm run conformance -- [SUITE...]   runs the named suites, or all
       npm run conformance -- --list       the suites and the engines that they need

Options:
  --build          builds missing engines first; the first time takes many minutes
  --manifests DIR  folder of manifests to judge, may be repeated (default: dist/examples)

Exit code: 0 all checks hold, 1 one does not, 2 usage, 3 this machine can't (an engine or a tool is missing)
`;

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      list: { type: 'boolean' },
      build: { type: 'boolean' },
      manifests: { type: 'string', multiple: true },
    },
  });
  if (values.help) return print(help.trimEnd());
  if (values.list) return print(textTable(suites.map(({ name, title, engines }) => [name, title, engines.join(', ')])));
  const chosen = positionals.length === 0 ? suites : positionals.map(suiteNamed);
  const progress = createProgress('conformance');
  await provideEngines(chosen, values.build ?? false, progress);
  const manifests = values.manifests ?? [join(__dirname, '..', 'dist', 'examples')];
  const checks: Check[] = [];
  for (const suite of chosen) {
    console.log(`${suite.name}: ${suite.title}\n`);
    checks.push(...(await progress.step(suite.name, () => suite.run({ progress, manifests, print: console.log }))));
  }
  return report(checks);
}

async function provideEngines(chosen: readonly Suite[], build: boolean, progress: Progress): Promise<void> {
  const needed = [...new Set(chosen.flatMap(({ engines }) => engines))].map(engineNamed);
  const missing = needed.filter((engine) => !isBuilt(engine));
  if (build) {
    for (const engine of missing) await buildEngine(engine, progress);
  } else if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(' ');
    throw new MachineCannot(
      `engines not built: ${names}`,
      `run "npx jiti conformance/engines/build.ts ${names}", or add --build`,
    );
  }
}

function report(checks: readonly Check[]): ExitCode {
  const failed = checks.filter(({ fault }) => fault !== undefined);
  for (const { title, fault } of failed) console.log(`FAILED ${title}\n  ${fault?.replaceAll('\n', '\n  ')}\n`);
  console.log(`${checks.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? exitCode.good : exitCode.negative;
}

function suiteNamed(name: string): Suite {
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite) return suite;
  throw new UsageFault(`no suite "${name}"; there are ${suites.map((candidate) => candidate.name).join(', ')}`);
}

function print(text: string): ExitCode {
  console.log(text);
  return exitCode.good;
}

command('conformance', main);
