import { suggestion } from '../../model/fault';
import type { End, WorkloadEnd } from './ends';

/** Says which ends of connections somebody means. */
export interface EndMatcher {
  matches(end: Pick<End, 'kind' | 'name'>): boolean;
}

/** Addresses outside the cluster, all of them. */
const OUTSIDE = 'outside';

/**
 * Reads `alpha/pretrain[Job]`, `alpha/pretrain`, `pretrain`, `alpha/` for a whole namespace, or `outside` for addresses
 * outside the cluster.
 *
 * @param ends the workloads that there are; pods that are ends of their own go by the name of their workload as well
 * @returns a text with what is wrong if nothing of that name exists
 */
export function endMatcher(text: string, ends: readonly Pick<WorkloadEnd, 'name' | 'workload'>[]): EndMatcher | string {
  if (text === OUTSIDE) return { matches: ({ kind }) => kind === 'outside' };
  const namesOf = ({ name, workload = name }: (typeof ends)[number]): readonly string[] => [name, workload];
  const meant = ends.filter((end) => namesOf(end).some((name) => namedBy(name, text)));
  const chosen = new Set(meant.map(({ name }) => name));
  if (chosen.size > 0) return { matches: ({ name }) => chosen.has(name) };
  const short = ends
    .flatMap(namesOf)
    .map((name) => (text.endsWith('/') ? name.slice(0, name.indexOf('/') + 1) : name.replace(/\[.*$/, '')));
  return `no workload ${text} in the input: ${suggestion(text, [...new Set(short)], 'list all connections to see the names')}`;
}

function namedBy(name: string, text: string): boolean {
  if (text.endsWith('/')) return name.startsWith(text);
  const plain = name.replace(/\[.*$/, '');
  return text === name || text === plain || text === plain.slice(plain.indexOf('/') + 1);
}
