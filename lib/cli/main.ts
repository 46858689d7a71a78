#!/usr/bin/env node
import { constants } from 'node:os';
import { ExitCode } from './exit-code';
import { run } from './run';

// A reader such as `head` has seen enough. Ended as by SIGPIPE: whoever reads the exit code must not take it for a verdict.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(128 + constants.signals.SIGPIPE);
  console.error(`standard output: ${error.message}: the answer is not whole`);
  process.exit(ExitCode.BadInput);
});

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // A fault of ours: whatever users can do wrong has been reported with its own code already.
    console.error(error);
    process.exitCode = 70;
  },
);
