import { writeFileWhole } from './write-file';

/** Standard output by the name that it has as an input, too. */
const STANDARD_OUTPUT = '-';

/** The file that an answer goes to; undefined for standard output. */
export function answerFile(output: string | undefined): string | undefined {
  return output === STANDARD_OUTPUT ? undefined : output;
}

/** @throws UsageError if nothing can be written there */
export function writeAnswer(output: string | undefined, text: string): void {
  const file = answerFile(output);
  if (file === undefined) process.stdout.write(text);
  else writeFileWhole(file, text);
}
