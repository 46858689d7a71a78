import { Command } from 'commander';
import { counted } from '../../model/counted';
import { defaultNamespaceOption, type DefaultNamespaceOption } from '../default-namespace';
import { readGivenAsWritten } from '../read-given';
import { Placement, type Placed } from '../../verify/placement/placement';
import { taintText } from '../../verify/placement/taint';
import { workloadName } from '../../verify/workload/workload';
import { NegativeAnswer, UsageError } from '../exit-code';
import { formatOption } from '../format-option';

interface PlacementOptions extends DefaultNamespaceOption {
  readonly format: 'text' | 'json';
}

/** `training-isolation placement`: which pods can land on which nodes. */
export function placementCommand(): Command {
  return new Command('placement')
    .description('which pods can land on which node groups, pools and nodes, and which node agents cannot')
    .argument('<path...>', 'manifests, dumps, plans, eksctl configurations, folders, or - for standard input')
    .addOption(defaultNamespaceOption())
    .addOption(formatOption('answer'))
    .addHelpText('after', '\nExit codes: 0 all is decided, 1 something is not known, 2 bad input or usage.')
    .action(placement);
}

function placement(paths: readonly string[], options: PlacementOptions): void {
  const { format } = options;
  const judge = new Placement(readGivenAsWritten(paths, options));
  if (judge.pools.length === 0)
    throw new UsageError('the input has no nodes: give a plan, a NodePool, an eksctl configuration or Node objects');
  if (judge.demands.length === 0) throw new UsageError('the input has no workload: nothing to place');
  const all = judge.all;
  const starving = judge.pools.flatMap((pool) => judge.starving(pool));
  process.stdout.write(format === 'json' ? json(all, starving) : text(all, starving, judge.pools.length));
  const unknown = all.filter(({ lands }) => lands === 'maybe');
  if (unknown.length === 0) return;
  for (const { demands, pool, missing } of unknown)
    console.error(
      `undecided: ${workloadName(demands.workload)} on ${pool.name}${missing.length === 0 ? ': values of labels that only nodes have' : `: ${missing.join('; ')}`}`,
    );
  throw new NegativeAnswer(`${counted(unknown.length, 'placement', 'placements')} cannot be decided from the input`);
}

function text(all: readonly Placed[], starving: readonly Placed[], pools: number): string {
  const landing = all.filter(({ lands }) => lands === 'yes');
  const isNone = all.every(({ lands }) => lands === 'no');
  const lines = [
    ...(isNone ? [`no pod lands on ${pools === 1 ? 'the only pool' : `any of ${pools} pools`}`] : []),
    ...landing.map(
      ({ demands, pool, byName }) =>
        `${workloadName(demands.workload)} => ${pool.name}${byName ? ' (names the node itself)' : ''}`,
    ),
    ...starving.map(
      ({ demands, pool, keptOutBy }) =>
        `${workloadName(demands.workload)} starves on ${pool.name}: does not tolerate ${keptOutBy.map(taintText).join(', ')}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function json(all: readonly Placed[], starving: readonly Placed[]): string {
  const row = ({ demands, pool, lands, keptOutBy, byName }: Placed): object => ({
    workload: workloadName(demands.workload),
    pool: pool.name,
    lands,
    ...(byName ? { byName } : {}),
    ...(keptOutBy.length === 0 ? {} : { keptOutBy: keptOutBy.map(taintText) }),
  });
  return `${JSON.stringify({ placements: all.map(row), starving: starving.map(row) }, null, 2)}\n`;
}
