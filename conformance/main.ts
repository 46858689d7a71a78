import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { command, exitCode, UsageFault, type ExitCode } from './command';
import { buildEngine } from './engines/build-engine';
import { isBuilt } from './engines/cache';
import { engineNamed } from './engines/catalogue';
import type { Engine } from './engines/engine';
import { MachineCannot } from './machine-cannot';
import { createProgress, type Progress } from './progress';
import { reportHtml } from './report/report-html';
import { reportText } from './report/report-text';
import { runReport, type SuiteRun } from './report/run-report';
import { suites } from './suites';
import type { Suite, SuiteContext } from './suites/suite';
import { textTable } from './text-table';

const root = join(__dirname, '..');

const help = `Runs the project's output on real engines: API server, scheduler, Kyverno.

Usage: npm run conformance -- [SUITE...]   runs the named suites, or all
       npm run conformance -- --list       the suites and the engines that they need

Options:
  --build          builds missing engines first; the first time takes many minutes
  --manifests DIR  folder of manifests to judge, may be repeated (default: dist/examples)
  --report FILE    where the answers go as JSON, and beside it as a page (default: dist/conformance.json)

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
      report: { type: 'string' },
    },
  });
  if (values.help) return print(help.trimEnd());
  if (values.list) return print(textTable(suites.map(({ name, title, engines }) => [name, title, engines.join(', ')])));
  const chosen = positionals.length === 0 ? suites : positionals.map(suiteNamed);
  const progress = createProgress('conformance');
  for (const suite of chosen) await suite.assertMachine?.();
  const engines = await provideEngines(chosen, values.build ?? false, progress);
  const manifests = values.manifests ?? [join(root, 'dist', 'examples')];
  const started = new Date().toISOString();
  const runs: SuiteRun[] = [];
  for (const suite of chosen) {
    console.log(`${suite.name}: ${suite.title}\n`);
    runs.push(await runSuite(suite, { progress, manifests, print: console.log }));
  }
  const machine = `${type()} ${release()}, ${process.arch}, ${cpus().length} processors`;
  const report = runReport({ started, machine, engines, suites: runs });
  const file = values.report ?? join(root, 'dist', 'conformance.json');
  const page = join(dirname(file), `${basename(file, '.json')}.html`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(page, reportHtml(report));
  progress.say(`every answer in ${file}, for people in ${page}`);
  print(reportText(report));
  return report.suites.every(({ checks }) => checks.every(({ holds }) => holds)) ? exitCode.good : exitCode.negative;
}

async function runSuite(suite: Suite, context: SuiteContext): Promise<SuiteRun> {
  const { name, title, engines, notShown = [] } = suite;
  const start = performance.now();
  const checks = await context.progress.step(name, () => suite.run(context));
  return { name, title, engines, notShown, checks, seconds: (performance.now() - start) / 1000 };
}

/** The engines of the suites, each built. */
async function provideEngines(
  chosen: readonly Suite[],
  build: boolean,
  progress: Progress,
): Promise<readonly Engine[]> {
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
  return needed;
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
