import type { Mutant } from '../mutant';

/** Why nobody needs to see a mutant, in kinds. */
export const NATURES = {
  words: 'words for people, by which nothing is decided',
  same: 'means the same, or is refused as a whole',
  less: 'fewer rights and ways, or a wider guard; what has to work has checks',
  twice: 'another object refuses or withholds the same',
  aside: 'beside what is judged: sizes, costs, times, tools that the files do not show',
} as const;

/** Mutants of a form, and why nobody needs to see them. */
export interface Excuse {
  /** Of names with a blank behind: `Job ml-alpha/pretrain `. */
  readonly of: RegExp;
  /** Of paths; the whole is empty. */
  readonly path: RegExp;
  /** @default - every operator */
  readonly operators?: readonly Mutant['operator'][];
  readonly nature: keyof typeof NATURES;
  readonly reason: string;
}

/** Namespaces of projects. */
export const PROJECTS = 'ml-(?:alpha|beta)';
