import { fork } from 'node:child_process';
import { extname, join } from 'node:path';
import type { Answer, Question } from './child';
import type { Plan } from './plan';
import { programFile } from './load-program';
import { ProjectFault, projectFolder, projectSettings } from './project-settings';

export interface PlanProjectOptions {
  /** Where to look for `Pulumi.yaml`, from here upwards. @default - the working directory */
  readonly folder?: string;
  /** Name of the stack. @default - that of the only settings file, or `dev` */
  readonly stack?: string;
  /** Configuration above that of the stack's file. @default - none */
  readonly config?: Readonly<Record<string, string>>;
  /** File of the program. @default - what `Pulumi.yaml` says */
  readonly program?: string;
}

/** A program failed; the message holds its own, with its stack. */
export class ProgramFailure extends Error {}

/**
 * What the program of a Pulumi project would make. It runs in a process of its own: whatever it prints, leaves open or
 * ends, the plan is whole or there is none.
 *
 * @throws ProjectFault if the files of the project are not in order
 * @throws ProgramFailure if the program fails or never ends
 */
export async function planProject(options: PlanProjectOptions = {}): Promise<Plan> {
  const start = options.program === undefined ? (options.folder ?? '.') : join(options.program, '..');
  const folder = projectFolder(start);
  if (folder === undefined && options.program === undefined) {
    throw new ProjectFault('no Pulumi.yaml here or above: give --program FILE');
  }
  const settings =
    folder === undefined
      ? {
          name: 'project',
          folder: start,
          stack: options.stack ?? 'dev',
          config: { ...options.config },
          secretConfig: [],
        }
      : projectSettings(folder, options.stack, options.config ?? {});
  const file = programFile(
    options.program === undefined ? settings.folder : '.',
    options.program ?? ('main' in settings ? settings.main : undefined),
  );
  return ask({
    file,
    rootDirectory: settings.folder,
    project: settings.name,
    stack: settings.stack,
    config: settings.config,
    secretConfig: settings.secretConfig,
  });
}

function ask(question: Question): Promise<Plan> {
  return new Promise((done, failed) => {
    const entry = join(__dirname, `child${extname(__filename)}`);
    const child = fork(entry, {
      // What a program prints is for people; standard output is for the plan.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      execArgv: [
        '--enable-source-maps',
        ...(extname(entry) === '.ts' ? ['--import', require.resolve('jiti/register')] : []),
      ],
    });
    child.stdout?.pipe(process.stderr, { end: false });
    let answer: Answer | undefined;
    child.once('message', (message) => {
      answer = message as Answer;
    });
    child.once('error', failed);
    child.once('close', (code) => {
      if (answer === undefined) failed(new ProgramFailure(silence(question.file, code)));
      else if ('plan' in answer) done(answer.plan);
      else failed(new ProgramFailure(answer.failure));
    });
    child.send(question);
  });
}

function silence(file: string, code: number | null): string {
  return code === 0 || code === 1
    ? `${file} never ended: something that it waits for, a promise or an Output, never comes`
    : `${file} ended its process${code === null ? '' : ` with code ${code}`} before its plan was complete`;
}
