import Table from 'cli-table3';
import { EXCUSES } from '../../test/verify/mutation/excused';
import { NATURES, type Excuse } from '../../test/verify/mutation/excuses/excuse';
import { mutantName, type Mutant } from '../../test/verify/mutation/mutant';
import { kindOf } from '../../test/verify/mutation/trial';
import type { Killer } from './example';

/** What became of a mutant: it is killed, excused, or survives. */
export interface Outcome {
  readonly mutant: Mutant;
  readonly killer: Killer | undefined;
  readonly excuse: Excuse | undefined;
}

/** One line of the list of all mutants. */
export function lineOf({ mutant, killer, excuse }: Outcome): string {
  const what =
    killer !== undefined
      ? `${killer.check}${killer.in === undefined ? '' : ` (${killer.in})`}`
      : excuse === undefined
        ? 'SURVIVES'
        : `excused: ${excuse.reason}`;
  return `${what}\t${mutantName(mutant)}`;
}

/** Mutants by kind of thing, excuses by nature, and each excuse. */
export function tablesOf(outcomes: readonly Outcome[]): readonly string[] {
  return [byKind(outcomes), byNature(outcomes), byReason(outcomes)];
}

function byKind(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map(({ mutant }) => kindOf(mutant.of)))];
  const parts = kinds.map((kind) => [kind, outcomes.filter(({ mutant }) => kindOf(mutant.of) === kind)] as const);
  const table = tableOf('of', 'mutants', 'killed', 'in a variant', 'excused', 'survive');
  for (const [name, part] of [...parts, ['all', outcomes] as const]) {
    const count = (is: (outcome: Outcome) => boolean): number => part.filter(is).length;
    table.push([
      name,
      part.length,
      count(({ killer }) => killer !== undefined && killer.in === undefined),
      count(({ killer }) => killer?.in !== undefined),
      count(({ excuse }) => excuse !== undefined),
      count(({ killer, excuse }) => killer === undefined && excuse === undefined),
    ]);
  }
  return table.toString();
}

function byNature(outcomes: readonly Outcome[]): string {
  const table = tableOf('excused', '%', 'because it is');
  for (const nature of Object.keys(NATURES) as (keyof typeof NATURES)[]) {
    const count = outcomes.filter(({ excuse }) => excuse?.nature === nature).length;
    table.push([count, ((100 * count) / outcomes.length).toFixed(1), NATURES[nature]]);
  }
  return table.toString();
}

function byReason(outcomes: readonly Outcome[]): string {
  const table = tableOf('excused', 'reason');
  for (const excuse of EXCUSES) {
    const count = outcomes.filter((outcome) => outcome.excuse === excuse).length;
    if (count > 0) table.push([count, excuse.reason]);
  }
  return table.toString();
}

function tableOf(...head: readonly string[]): InstanceType<typeof Table> {
  return new Table({ head: [...head], style: { head: [], border: [] } });
}
