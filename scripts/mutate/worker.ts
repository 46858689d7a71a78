/** Tries mutants by number, those that its parent sends, and answers with what saw each. */
import { Example, type Killer } from './example';
import { selected } from './selection';

/** First and last mutant, the last not among them. */
export type Batch = readonly [from: number, to: number];

/** For each mutant of a batch what sees it, null for those that survive. */
export interface Answer {
  readonly from: number;
  readonly killers: readonly (Killer | null)[];
}

async function main(): Promise<void> {
  const [folder = '', only = '', every = ''] = process.argv.slice(2);
  const example = await Example.read(folder);
  example.watchChecks();
  const mutants = selected(example.whole, { only, every: Number(every) });
  process.on('message', ([from, to]: Batch) => {
    const killers = mutants.slice(from, to).map((mutant) => example.killer(mutant) ?? null);
    process.send?.({ from, killers } satisfies Answer);
  });
  process.send?.({ from: 0, killers: [] } satisfies Answer);
}

void main();
