import { Command, CommanderError } from 'commander';
import { isInvalidInput } from '../model';
import { accessCommand } from './commands/access';
import { connectionsCommand } from './commands/connections';
import { diffCommand } from './commands/diff';
import { helmValuesCommand } from './commands/helm-values';
import { placementCommand } from './commands/placement';
import { policiesCommand } from './commands/policies';
import { nodesCommand } from './commands/nodes';
import { planCommand } from './commands/plan';
import { synthCommand } from './commands/synth';
import { verifyCommand } from './commands/verify';
import { whoCanCommand } from './commands/who-can';
import { ExitCode, NegativeAnswer, UsageError } from './exit-code';
import { packageVersion } from './package-version';

/** Every command of the binary; a new one is one file and one line here. */
const COMMANDS: readonly (() => Command)[] = [
  synthCommand,
  planCommand,
  verifyCommand,
  diffCommand,
  connectionsCommand,
  accessCommand,
  whoCanCommand,
  placementCommand,
  policiesCommand,
  helmValuesCommand,
  nodesCommand,
];

/** Runs the command line and returns its exit code. Results go to standard output, progress and faults to standard error. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const program = new Command('training-isolation')
    .description(
      'Isolates AI training jobs on Kubernetes: manifests and infrastructure from one description, and the proof.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', '\nExit codes: 0 good, 1 a judgement is negative or unknown, 2 bad input or usage.')
    .showHelpAfterError('(see --help)');
  for (const command of COMMANDS) program.addCommand(command());
  for (const command of [program, ...program.commands]) command.exitOverride().showSuggestionAfterError();
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.BadInput;
  }
  try {
    await program.parseAsync(args as string[], { from: 'user' });
    return ExitCode.Good;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Good : ExitCode.BadInput;
    if (isInvalidInput(error) || error instanceof UsageError) {
      console.error(error.message);
      return ExitCode.BadInput;
    }
    if (error instanceof NegativeAnswer) {
      console.error(error.message);
      return ExitCode.Negative;
    }
    throw error;
  }
}
