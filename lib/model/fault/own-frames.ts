import { dirname, join, sep } from 'node:path';

/** Where this library lies, built or not. */
const LIBRARY = join(dirname(dirname(__dirname)), sep);

/**
 * The stack of an error without the frames of this library, of packages and of Node: what is left says where the program of
 * the user stood, and test runners find the line by it.
 */
export function callersFrames(stack: string | undefined): readonly string[] {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  return frames.filter(
    (line) => !line.includes(LIBRARY) && !line.includes(`${sep}node_modules${sep}`) && !/[( ]node:/.test(line),
  );
}
