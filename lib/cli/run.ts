import { Command, CommanderError } from 'commander';
import { isInvalidInput } from '../model/fault/fault';
import { ExitCode, NegativeAnswer, UsageError } from './exit-code';
import { refuseGivenTwice } from './given-twice';
import { packageVersion } from './package-version';
import { swallowedPaths } from './swallowed-paths';

/** Every command of the binary; a new one is one file and one line here. Only the one that is asked for is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  synth: async () => (await import('./commands/synth.js')).synthCommand(),
  plan: async () => (await import('./commands/plan.js')).planCommand(),
  verify: async () => (await import('./commands/verify.js')).verifyCommand(),
  diff: async () => (await import('./commands/diff.js')).diffCommand(),
  connections: async () => (await import('./commands/connections.js')).connectionsCommand(),
  access: async () => (await import('./commands/access.js')).accessCommand(),
  'who-can': async () => (await import('./commands/who-can.js')).whoCanCommand(),
  placement: async () => (await import('./commands/placement.js')).placementCommand(),
  policies: async () => (await import('./commands/policies.js')).policiesCommand(),
  'helm-values': async () => (await import('./commands/helm-values.js')).helmValuesCommand(),
  nodes: async () => (await import('./commands/nodes.js')).nodesCommand(),
};

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
  const [asked = ''] = args;
  // Help and suggestions speak of all of them.
  const wanted = Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
  for (const name of wanted) program.addCommand(await (COMMANDS[name] as () => Promise<Command>)());
  for (const command of [program, ...program.commands]) command.exitOverride().showSuggestionAfterError();
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.BadInput;
  }
  const badInput = (): ExitCode => {
    for (const hint of swallowedPaths(program.commands.find((command) => command.name() === asked)))
      console.error(hint);
    return ExitCode.BadInput;
  };
  try {
    refuseGivenTwice(
      program.commands.find((command) => command.name() === asked),
      args,
    );
    await program.parseAsync(args as string[], { from: 'user' });
    return ExitCode.Good;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Good : badInput();
    if (isInvalidInput(error) || error instanceof UsageError) {
      console.error(error.message);
      return badInput();
    }
    if (error instanceof NegativeAnswer) {
      console.error(error.message);
      return ExitCode.Negative;
    }
    throw error;
  }
}
