import { readFileSync } from 'node:fs';

/** Processor seconds of all ended children of this process and theirs; undefined where /proc doesn't tell. */
export function childCpuSeconds(): number | undefined {
  try {
    // After the command's name in brackets (which may hold blanks): field 3 state ... 16 cutime, 17 cstime, in ticks.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').pop()?.split(' ') ?? [];
    const ticks = Number(fields[13]) + Number(fields[14]);
    const ticksPerSecond = 100;
    return Number.isFinite(ticks) ? ticks / ticksPerSecond : undefined;
  } catch {
    return undefined;
  }
}
