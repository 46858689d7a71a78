import { EngineFault } from './engine-fault';
import { MachineCannot } from './machine-cannot';

/** What the commands of this folder say to the shell that called them. */
export const exitCode = {
  /** All is well. */
  good: 0,
  /** The answer is negative: a build or a check failed. */
  negative: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** This machine can't: a tool, a right or a download is missing. */
  cannot: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The command line makes no sense: the text says which word, and what is legal. */
export class UsageFault extends Error {}

/** Runs a command's main function and ends the process with the right exit code; faults go to stderr. */
export function command(name: string, main: (args: readonly string[]) => Promise<ExitCode>): void {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(`${name}: ${textOf(error)}`);
      process.exit(codeOf(error));
    },
  );
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof MachineCannot) return exitCode.cannot;
  if (error instanceof UsageFault || isParseArgsFault(error)) return exitCode.usage;
  return exitCode.negative;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isParseArgsFault(error)) return `${error.message}; see --help`;
  const foreseen = [MachineCannot, UsageFault, EngineFault].some((fault) => error instanceof fault);
  return foreseen ? error.message : (error.stack ?? error.message);
}

/** `node:util` parseArgs throws TypeErrors whose code tells them apart. */
function isParseArgsFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
