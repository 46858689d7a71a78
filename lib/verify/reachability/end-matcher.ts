import { suggestion } from '../../model/fault';
import type { End } from './connection-list';

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
 * @param names names of the workloads that there are
 * @returns a text with what is wrong if nothing of that name exists
 */
export function endMatcher(text: string, names: readonly string[]): EndMatcher | string {
  if (text === OUTSIDE) return { matches: ({ kind }) => kind === 'outside' };
  const chosen = new Set(names.filter((name) => namedBy(name, text)));
  if (chosen.size > 0) return { matches: ({ name }) => chosen.has(name) };
  const short = names.map((name) => name.replace(/\[.*$/, ''));
  return `no workload ${text} in the input: ${suggestion(text, [...new Set(short)], 'list all connections to see the names')}`;
}

function namedBy(name: string, text: string): boolean {
  if (text.endsWith('/')) return name.startsWith(text);
  const plain = name.replace(/\[.*$/, '');
  return text === name || text === plain || text === plain.slice(plain.indexOf('/') + 1);
}
