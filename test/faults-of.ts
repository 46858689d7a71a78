import { isInvalidInput, type Fault } from '../lib';

/** The faults that a piece of code is refused with; fails the test if it is accepted or breaks in another way. */
export function faultsOf(code: () => unknown): readonly Fault[] {
  try {
    code();
  } catch (error) {
    if (isInvalidInput(error)) return error.faults;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Paths of the faults, sorted. */
export function faultPaths(code: () => unknown): string[] {
  return faultsOf(code)
    .map(({ path }) => path)
    .sort();
}
