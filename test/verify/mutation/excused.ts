import type { Mutant } from './mutant';

/** Mutants of a form, and why nobody needs to see them. */
export interface Excuse {
  readonly of: RegExp;
  readonly path: RegExp;
  /** @default - every operator */
  readonly operators?: readonly Mutant['operator'][];
  readonly reason: string;
}

/** Values that isolate nothing: whatever they are, every project is as isolated as before. */
export const EXEMPT: readonly Excuse[] = [
  {
    of: /./,
    path: /^(?:spec\.template\.)?metadata\.labels\.app\.kubernetes\.io\//,
    reason: 'labels that say who made it; no selector and no check reads them',
  },
];

/** Single mutants that mean the same to the cluster as what they were made of. */
export const EQUIVALENT: readonly Excuse[] = [];

export function excuseOf(mutant: Mutant, excuses: readonly Excuse[]): Excuse | undefined {
  return excuses.find(
    ({ of, path, operators }) =>
      of.test(mutant.of.name) &&
      path.test(mutant.path) &&
      (operators === undefined || operators.includes(mutant.operator)),
  );
}
