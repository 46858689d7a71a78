import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../model/counted';
import { deploymentText } from '../../plan';
import { appSettings } from '../app-settings';
import { UsageError } from '../exit-code';
import { loadPlatform, PLATFORM_OPTION } from '../load-platform';
import { manifestTable } from '../manifest-table';
import { noteRanOut } from '../note-ran-out';
import { planOrUsage } from '../plan-or-usage';
import { isManifest, type IsOwn } from '../own-files';
import { isWithin, REPLACED_FOLDER, refuseForeignFolder, replaceFolder } from '../replace-folder';
import { writeFileWhole } from '../write-file';
import { isHelmValues, writeHelmValues } from '../write-helm-values';

interface SynthOptions {
  readonly platform?: string;
  readonly app?: string;
  readonly output?: string;
  readonly helm: string;
  readonly plan: string;
}

/** `training-isolation synth`: the main job. */
export function synthCommand(): Command {
  return new Command('synth')
    .description('synthesize manifests, Helm values and plan, and say what was made for whom and where it lies')
    .option(...PLATFORM_OPTION)
    .option('--app <command>', 'program that synthesizes (default: app of cdk8s.yaml)')
    .option('--output <folder>', 'folder of the manifests (default: output of cdk8s.yaml)')
    .option('--helm <folder>', 'folder of the Helm values', join('dist', 'helm'))
    .option('--plan <file>', 'plan of the Pulumi project of this folder, if there is one', join('dist', 'plan.json'))
    .addHelpText(
      'after',
      `\nFolders: ${REPLACED_FOLDER}.` +
        '\nOn a fault nothing is written and the old output stays; `cdk8s synth` empties its folder first.',
    )
    .action(synth);
}

async function synth(options: SynthOptions): Promise<void> {
  const settings =
    options.app !== undefined && options.output !== undefined
      ? { app: options.app, output: options.output }
      : appSettings();
  const app = options.app ?? settings.app;
  const output = options.output ?? settings.output;
  if (app === '' || output === '') throw new UsageError('--app and --output want a command and a folder, not nothing');
  const isOwn = writtenWith(options);
  for (const folder of [output, options.helm]) refuseForeignFolder(folder, isOwn);
  if (isWithin(resolve(options.helm), resolve(output)))
    throw new UsageError(
      `--helm ${options.helm} would take the place of the manifests in ${output}: give another folder`,
    );
  const platform = await loadPlatform(options.platform);
  noteRanOut(platform);
  // Before anything is written: a program with faults leaves everything as it was.
  const plan = existsSync('Pulumi.yaml') ? await planOfFolder() : undefined;
  const table = await replaceFolder(output, isOwn, async (fresh) => {
    console.error(`synthesizing: ${app}`);
    await runApp(app, fresh);
    return manifestTable(platform, fresh, output);
  });
  await replaceFolder(options.helm, isOwn, (fresh) => Promise.resolve(writeHelmValues(platform, fresh)));
  if (plan !== undefined) writeFileWhole(options.plan, plan.text);
  process.stdout.write(
    `${table}\nHelm values of the node agents: ${options.helm}\n${
      plan === undefined
        ? ''
        : `Plan of the infrastructure: ${options.plan}, ${counted(plan.resources, 'resource', 'resources')}\n`
    }`,
  );
}

/** What this command writes, in one folder below the other too: `dist` holds `dist/helm` and `dist/plan.json`. */
function writtenWith({ plan }: SynthOptions): IsOwn {
  return (path) => isManifest(path) || isHelmValues(path) || resolve(path) === resolve(plan);
}

async function planOfFolder(): Promise<{ readonly text: string; readonly resources: number }> {
  console.error('planning: Pulumi.yaml');
  const plan = await planOrUsage({ folder: '.' });
  return { text: deploymentText(plan), resources: plan.resources.length };
}

/** Runs the app as `cdk8s synth` does: by the shell, with the folder in the environment. */
function runApp(app: string, folder: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(app, {
      shell: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CDK8S_OUTDIR: resolve(folder) },
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) done();
      else fail(new UsageError(`the app ended with ${signal ?? `code ${code}`}; the manifests are as they were`));
    });
  });
}
