import { graphlib, layout } from '@dagrejs/dagre';
import type { JSX } from 'preact';
import { isAlarming, partyText, type Link, type Party, type ReachMap } from './parties';

/** Widths in units of the drawing; texts cannot be measured without a browser, so letters are counted. */
const LETTER = 7.2;
const HEIGHT = 34;
const LONGEST = 36;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly party: Party; readonly label: string; readonly box: Point; readonly width: number }[];
  readonly edges: readonly {
    readonly links: readonly Link[];
    readonly label: string;
    readonly points: readonly Point[];
    readonly at: Point;
  }[];
}

/** Who reaches whom as a picture. The matrix beside it says the same in text. */
export function Diagram({ map }: { readonly map: ReachMap }): JSX.Element {
  const { width, height, nodes, edges } = drawn(map);
  return (
    <figure class="scroll" role="region" aria-label="Diagram of connections" tabIndex={0}>
      <svg
        role="img"
        aria-labelledby="diagram-title diagram-text"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
      >
        <title id="diagram-title">Who may open connections to whom</title>
        <desc id="diagram-text">
          {edges.map(({ links, label }) => links[0] && `${sentence(links[0])}: ${label}. `).join('')}
        </desc>
        <defs>
          {['plain', 'alarm'].map((kind) => (
            <marker id={`arrow-${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path class={`head ${kind}`} d="M0 0 8 4 0 8z" />
            </marker>
          ))}
        </defs>
        {edges.map(({ links, points }) => {
          const kind = links.some(isAlarming) ? 'alarm' : 'plain';
          const isOpen = links.every(({ status }) => status === 'undecided');
          return (
            <path class={`edge ${kind}${isOpen ? ' undecided' : ''}`} d={curve(points)} marker-end={`url(#arrow-${kind})`} />
          );
        })}
        {nodes.map(({ party, label, box, width: wide }) => (
          <g class={`party ${party.kind}`}>
            <title>{partyText(party)}</title>
            <rect x={round(box.x - wide / 2)} y={round(box.y - HEIGHT / 2)} width={round(wide)} height={HEIGHT} rx="8" />
            <text x={round(box.x)} y={round(box.y + 4.5)} text-anchor="middle">
              {label}
            </text>
          </g>
        ))}
        {edges.map(({ label, at }) => (
          <text class="label" x={round(at.x)} y={round(at.y + 4)} text-anchor="middle">
            {label}
          </text>
        ))}
      </svg>
      <figcaption>
        Projects are framed, other namespaces are plain, addresses outside the cluster are dashed. A connection that
        crosses into a project is drawn thick.
      </figcaption>
    </figure>
  );
}

function drawn({ parties, links }: ReachMap): Drawn {
  const graph = new graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 60, edgesep: 14, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const between = new Map<string, Link[]>();
  for (const link of links) {
    // What a project does among its own pods stands in the matrix; a loop would only be in the way.
    if (link.from === link.to) continue;
    const key = `${link.from.name}\n${link.to.name}`;
    between.set(key, [...(between.get(key) ?? []), link]);
  }
  const widths = new Map<Party, number>();
  for (const party of parties) {
    const width = shortened(partyText(party)).length * LETTER + 26;
    widths.set(party, width);
    graph.setNode(party.name, { width, height: HEIGHT });
  }
  const edges = [...between.values()].map((list) => {
    const [{ from, to }] = list as [Link];
    const label = shortened(list.map(({ connections, status }) => connections + (status === 'undecided' ? '?' : '')).join(', '));
    graph.setEdge(from.name, to.name, { width: label.length * LETTER + 10, height: 18, labelpos: 'c' });
    return { links: list, label, from, to };
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: parties.map((party) => ({
      party,
      label: shortened(partyText(party)),
      box: graph.node(party.name) as Point,
      width: widths.get(party) as number,
    })),
    edges: edges.map(({ links: list, label, from, to }) => {
      const { points, x, y } = graph.edge(from.name, to.name) as { points: Point[] } & Point;
      return { links: list, label, points, at: { x, y } };
    }),
  };
}

function sentence({ from, to }: Link): string {
  return `${partyText(from)} to ${partyText(to)}`;
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** A smooth line: quadratic pieces that meet half way between the points. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const pieces = rest.map((point, index) => {
    const next = rest[index + 1];
    if (next === undefined) return `L${pair(point)}`;
    return `Q${pair(point)} ${pair({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return `M${pair(first)}${pieces.join('')}`;
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
