import { Option } from 'commander';
import { ASSUMPTIONS, readAssumptions, type Assumptions } from '../verify/assumptions';
import { UsageError } from './exit-code';

/** The option of every command whose answer depends on facts that no file shows. */
export function assumeOption(): Option {
  const known = Object.entries(ASSUMPTIONS).map(([assumption, meaning]) => `${assumption} (${meaning})`);
  return new Option('--assume <facts...>', `facts that no file shows: ${known.join('; ')}`).default([], 'none');
}

/** @throws UsageError if something unknown is assumed */
export function assumptionsOf(texts: readonly string[]): Assumptions {
  const assumptions = readAssumptions(texts);
  if (typeof assumptions === 'string') throw new UsageError(`--assume: ${assumptions}`);
  return assumptions;
}
