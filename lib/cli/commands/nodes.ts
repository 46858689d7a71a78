import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { counted } from '../../model/counted';
import type { NodeGroup, Platform } from '../../model';
import { loadPlatform, PLATFORM_OPTION } from '../load-platform';

const FORMATS = ['table', 'json', 'kubectl'] as const;
type Format = (typeof FORMATS)[number];

/** `training-isolation nodes`: what marks the nodes of each project, for nodes that something else makes. */
export function nodesCommand(): Command {
  return new Command('nodes')
    .description('print the labels and taints that mark the nodes of each pool and project')
    .addOption(
      new Option('--format <format>', 'kubectl: commands for a node named by $NODE').choices(FORMATS).default('table'),
    )
    .option(...PLATFORM_OPTION)
    .addHelpText(
      'after',
      '\nManaged node groups and Karpenter get them from the library; nodes of your own have to be given them.',
    )
    .action(async ({ format, platform }: { format: Format; platform?: string }) => {
      const groups = nodeGroups(await loadPlatform(platform));
      process.stdout.write(`${{ table, json, kubectl }[format](groups)}\n`);
    });
}

/** Each group once: projects that share a pool share its nodes. */
function nodeGroups({ projects }: Platform): NodeGroup[] {
  const byName = new Map(projects.flatMap((project) => project.nodeGroups).map((group) => [group.name, group]));
  return [...byName.values()];
}

const labelTexts = ({ labels }: NodeGroup): string[] => Object.entries(labels).map(([key, value]) => `${key}=${value}`);
const taintTexts = ({ taints }: NodeGroup): string[] =>
  taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);

function table(groups: readonly NodeGroup[]): string {
  const out = new Table({ head: ['Nodes', 'At most', 'Labels', 'Taints'], style: { head: [], border: [] } });
  for (const group of groups) {
    out.push([
      `${group.name}\n${group.pool.instanceType}`,
      group.maxNodes,
      labelTexts(group).join('\n'),
      taintTexts(group).join('\n'),
    ]);
  }
  return out.toString();
}

function json(groups: readonly NodeGroup[]): string {
  const out = groups.map(({ name, pool, project, maxNodes, labels, taints }) => ({
    name,
    pool: pool.name,
    ...(project === undefined ? {} : { project }),
    instanceType: pool.instanceType,
    maxNodes,
    labels,
    taints,
  }));
  return JSON.stringify(out, null, 2);
}

/** Taints first: a node with the labels alone would already draw training pods among others. */
const kubectl = (groups: readonly NodeGroup[]): string =>
  groups
    .map((group) =>
      [
        `# ${group.name}: at most ${counted(group.maxNodes, 'node', 'nodes')} of type ${group.pool.instanceType}`,
        `kubectl taint node "$NODE" ${taintTexts(group).join(' ')}`,
        `kubectl label node "$NODE" ${labelTexts(group).join(' ')}`,
      ].join('\n'),
    )
    .join('\n\n');
