import { existsSync } from 'node:fs';
import type { Command } from 'commander';

/** What to do about paths that stand behind an option with several values, and so are values of it; empty if none do. */
export function swallowedPaths(command: Command | undefined): readonly string[] {
  const options = command?.options.filter(({ variadic }) => variadic) ?? [];
  return options.flatMap((option) => {
    const values = (command?.getOptionValue(option.attributeName()) ?? []) as readonly string[];
    return [...new Set(values)]
      .filter((value) => value === '-' || existsSync(value))
      .map(
        (path) => `${path} was read as a value of ${option.long}: if it is a path, put paths first, or -- before them`,
      );
  });
}
