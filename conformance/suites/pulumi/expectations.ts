import type { Check } from '../suite';

/** Runs one check; what it throws is its fault. */
export async function check(title: string, holds: () => void | Promise<void>): Promise<Check> {
  try {
    await holds();
    return { title };
  } catch (error) {
    return { title, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Both are lists of lines; says which are missing and which are too many. */
export function expectLines(what: string, found: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((line) => !found.includes(line));
  const surplus = found.filter((line) => !expected.includes(line));
  if (missing.length + surplus.length === 0) return;
  throw new Error(
    [
      `${what}:`,
      ...few(missing).map((line) => `  missing: ${line}`),
      ...few(surplus).map((line) => `  too many: ${line}`),
    ].join('\n'),
  );
}

export function expectSome(what: string, found: readonly unknown[]): void {
  if (found.length === 0) throw new Error(`${what}: none, so nothing was checked`);
}

export function expectTrue(what: string, holds: boolean): void {
  if (!holds) throw new Error(what);
}

/** The first lines, and how many there are more. */
function few(lines: readonly string[]): readonly string[] {
  const enough = 10;
  return lines.length <= enough ? lines : [...lines.slice(0, enough), `and ${lines.length - enough} more`];
}
