import { byKey } from '../../model/code-unit-order';
import { grouped } from '../../model/grouped';
import type { ConnectionRow } from './connection-list';
import type { WorkloadEnd } from './ends';

/**
 * The list as a graph for Graphviz: a frame for each namespace with its workloads, addresses outside, and an edge for
 * each connection.
 */
export function connectionsDot(rows: readonly ConnectionRow[], ends: readonly WorkloadEnd[]): string {
  const names = ends.map(({ name }) => name);
  const namespaces = grouped(names, (name) => name.slice(0, name.indexOf('/')));
  const known = new Set(names);
  const outside = [...new Set(rows.flatMap(({ src, dst }) => [src, dst]))].filter((name) => !known.has(name));
  const frames = [...namespaces]
    .sort(byKey)
    .flatMap(([namespace, own]) => [
      `\tsubgraph ${quoted(`cluster_${namespace}`)} {`,
      `\t\tlabel=${quoted(namespace)}`,
      ...[...own]
        .sort()
        .map((name) => `\t\t${quoted(name)} [label=${quoted(name.slice(name.indexOf('/') + 1))} shape=box]`),
      '\t}',
    ]);
  const addresses = outside.sort().map((name) => `\t${quoted(name)} [shape=ellipse style=dashed]`);
  const edges = rows.map(({ src, dst, conn }) => `\t${quoted(src)} -> ${quoted(dst)} [label=${quoted(conn)}]`);
  return ['digraph {', ...frames, ...addresses, ...edges, '}'].join('\n');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
