import { dirname } from 'node:path';
import { runProgramFile } from './load-program';
import { missingPackage } from './missing-package';
import { planProgram } from './plan-program';
import type { Plan } from './plan';

/** What the process of a program is asked. */
export interface Question {
  readonly file: string;
  readonly rootDirectory: string;
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfig: readonly string[];
}

export type Answer = { readonly plan: Plan } | { readonly failure: string };

process.once('message', (question: Question) => {
  // The channel alone keeps nobody alive: a program that waits for nothing ends, and its parent says so.
  process.channel?.unref();
  void answerTo(question).then((answer) => {
    process.send?.(answer, () => process.exit(0));
  });
});

async function answerTo({ file, rootDirectory, ...options }: Question): Promise<Answer> {
  // As Pulumi does: the program finds its files where it stands.
  process.chdir(dirname(file));
  try {
    const thrown = new Promise<never>((_, reject) => process.once('uncaughtException', reject));
    const plan = planProgram(() => runProgramFile(file), { ...options, from: file, rootDirectory });
    return { plan: await Promise.race([plan, thrown]) };
  } catch (error) {
    return { failure: reported(error) };
  }
}

/** Faults of a description and packages that are not there say all by themselves; whatever else a program throws comes with its stack. */
function reported(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'InvalidInputError' || 'hideStack' in error) return error.message;
  return missingPackage(error) ?? error.stack ?? error.message;
}
