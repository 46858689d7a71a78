#!/usr/bin/env node
import { run } from './run';

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
