import { suggestion } from '../../model/fault/fault';
import { bothAddresses, isEmpty, readBlock } from './addresses';
import type { End, WorkloadEnd } from './ends';

/** Says which ends of connections somebody means. */
export interface EndMatcher {
  matches(end: End): boolean;
}

/** Addresses outside the cluster, all of them. */
const OUTSIDE = 'outside';

/**
 * Reads `alpha/pretrain[Job]`, `alpha/pretrain`, `pretrain`, `alpha/` for a whole namespace, `outside` for addresses outside
 * the cluster, or some of these: `10.0.0.7`, `10.0.0.0/16`.
 *
 * @param ends the workloads that there are; pods that are ends of their own go by the name of their workload as well
 * @returns a text with what is wrong if nothing of that name exists
 */
export function endMatcher(text: string, ends: readonly Pick<WorkloadEnd, 'name' | 'workload'>[]): EndMatcher | string {
  if (text === OUTSIDE) return { matches: ({ kind }) => kind === 'outside' };
  const block = readBlock(text);
  if (block !== undefined)
    return { matches: (end) => end.kind === 'outside' && !isEmpty(bothAddresses(end.addresses, block)) };
  const namesOf = ({ name, workload = name }: (typeof ends)[number]): readonly string[] => [name, workload];
  const meant = ends.filter((end) => namesOf(end).some((name) => namedBy(name, text)));
  const chosen = new Set(meant.map(({ name }) => name));
  if (chosen.size > 0) return { matches: ({ name }) => chosen.has(name) };
  const names = ends.flatMap(namesOf).map((name) => name.replace(/\[.*$/, ''));
  const spaces = [...new Set(names.map((name) => name.slice(0, name.indexOf('/') + 1)))];
  // Whoever names a project means its namespace.
  const space = spaces.find((name) => name === `${text}/` || name.endsWith(`-${text}/`));
  if (space !== undefined) return `no workload ${text} in the input: for the namespace give ${space}`;
  const alike = text.endsWith('/') ? spaces : text.includes('/') ? names : [...names, ...names.map(bare)];
  return `no workload ${text} in the input: ${suggestion(text, [...new Set(alike)], 'list all connections to see the names')}`;
}

const bare = (name: string): string => name.slice(name.indexOf('/') + 1);

function namedBy(name: string, text: string): boolean {
  if (text.endsWith('/')) return name.startsWith(text);
  const plain = name.replace(/\[.*$/, '');
  return text === name || text === plain || text === bare(plain);
}
