import type { Command } from 'commander';
import { UsageError } from './exit-code';

/**
 * Options that take one value and were given several: all but the last would be dropped without a word, and the answer
 * would be to another question.
 *
 * @throws UsageError that names the first of them
 */
export function refuseGivenTwice(command: Command | undefined, args: readonly string[]): void {
  const given = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  for (const { long, short, variadic, required, optional, parseArg, argChoices } of command?.options ?? []) {
    // What is parsed in a way of its own adds up.
    const takesOne = (required || optional) && !variadic && (parseArg === undefined || argChoices !== undefined);
    if (!takesOne) continue;
    const times = given.filter((arg) => arg === long || arg === short || (long != null && arg.startsWith(`${long}=`)));
    if (times.length > 1) throw new UsageError(`${long ?? short}: given ${times.length} times, and it takes one value`);
  }
}
