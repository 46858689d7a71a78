import type { Mutant } from '../mutant';

/** Mutants of a form, and why nobody needs to see them. */
export interface Excuse {
  /** Of names with a blank behind: `Job ml-alpha/pretrain `. */
  readonly of: RegExp;
  /** Of paths; the whole is empty. */
  readonly path: RegExp;
  /** @default - every operator */
  readonly operators?: readonly Mutant['operator'][];
  readonly reason: string;
}

/** Namespaces of projects. */
export const PROJECTS = 'ml-(?:alpha|beta)';
