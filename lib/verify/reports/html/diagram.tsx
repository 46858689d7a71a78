import { graphlib, layout } from '@dagrejs/dagre';
import type { JSX } from 'preact';
import { grouped } from '../../../model/grouped';
import { isAlarming, partyNames, partyText, type Link, type Party, type ReachMap } from './parties';

/** Sizes in units of the drawing; texts cannot be measured without a browser, so letters are counted. */
const LETTER = 7.4;
const LINE = 18;
const LONGEST = 40;
const MARGIN = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Node {
  readonly party: Party;
  /** Name, and the ports that it is reached on where those are the same for everybody. */
  readonly lines: readonly string[];
  readonly box: Box;
}

interface Edge {
  readonly links: readonly Link[];
  /** Undefined where the node says it. */
  readonly label: string | undefined;
  readonly points: readonly Point[];
  readonly from: Box;
  readonly to: Box;
}

/** Who reaches whom as a picture. The matrix beside it says the same in text. */
export function Diagram({ map }: { readonly map: ReachMap }): JSX.Element {
  const { area, nodes, edges } = drawn(map);
  const { x, y, width, height } = area;
  return (
    <figure class="scroll" role="region" aria-label="Diagram of connections" tabIndex={0}>
      <svg
        role="img"
        aria-labelledby="diagram-title"
        viewBox={`${x} ${y} ${width} ${height}`}
        width={width}
        height={height}
      >
        <title id="diagram-title">Who may open connections to whom; the matrix below says the same</title>
        <defs>
          {['plain', 'alarm'].map((kind) => (
            <marker
              id={`arrow-${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerUnits="userSpaceOnUse"
              markerWidth="9"
              markerHeight="9"
              orient="auto"
            >
              <path class={`head ${kind}`} d="M0 0 8 4 0 8z" />
            </marker>
          ))}
        </defs>
        {edges.map((edge) => (
          <Line edge={edge} />
        ))}
        {nodes.map((node) => (
          <PartyBox node={node} />
        ))}
        {edges.map(({ label, from, to, points }) => {
          const at = labelPoint(from, to, points);
          return (
            label !== undefined && (
              <text class="label" x={round(at.x)} y={round(at.y + 4)} text-anchor="middle">
                {label}
              </text>
            )
          );
        })}
      </svg>
      <figcaption>
        Projects are framed, other namespaces are plain, addresses outside the cluster are dashed. What crosses the
        border of a project where none is meant to is drawn thick; what the files do not decide is dashed.
      </figcaption>
    </figure>
  );
}

function Line({ edge: { links, points, from, to } }: { readonly edge: Edge }): JSX.Element {
  const kind = links.some(isAlarming) ? 'alarm' : 'plain';
  const isOpen = links.every(({ status }) => status === 'undecided');
  const path = isForward(from, to, points) ? sweep(from, to) : curve(points);
  return <path class={`edge ${kind}${isOpen ? ' undecided' : ''}`} d={path} marker-end={`url(#arrow-${kind})`} />;
}

function PartyBox({ node: { party, lines, box } }: { readonly node: Node }): JSX.Element {
  const { x, y, width, height } = box;
  const first = y - ((lines.length - 1) * LINE) / 2 + 4.5;
  return (
    <g class={`party ${party.kind}`}>
      <title>{partyNames(party) ?? party.name}</title>
      <rect x={round(x - width / 2)} y={round(y - height / 2)} width={round(width)} height={height} rx="8" />
      {lines.map((line, index) => (
        <text
          class={index === 0 ? undefined : 'below'}
          x={round(x)}
          y={round(first + index * LINE)}
          text-anchor="middle"
        >
          {line}
        </text>
      ))}
    </g>
  );
}

function drawn(map: ReachMap): {
  /** From its upper left corner. */
  readonly area: Box;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
} {
  // What a project does among its own pods stands in the matrix; a loop would only be in the way.
  const others = map.links.filter(({ from, to }) => from !== to);
  const between = [...grouped(others, ({ from, to }) => `${from.name}\n${to.name}`).values()];
  const labels = commonLabels(between);
  const nodes = map.parties.map((party) => {
    const label = labels.get(party);
    return { party, lines: [shortened(partyText(party)), ...(label === undefined ? [] : [label])] };
  });
  const graph = laidOut(nodes, between);
  const boxOf = (party: Party): Box => graph.node(party.name) as Box;
  const placed = nodes.map(({ party, lines }) => ({ party, lines, box: boxOf(party) }));
  const edges = between.map((list) => {
    const [{ from, to }] = list as [Link];
    return {
      links: list,
      label: labels.has(to) ? undefined : labelOf(list),
      points: (graph.edge(from.name, to.name) as { readonly points: readonly Point[] }).points,
      from: boxOf(from),
      to: boxOf(to),
    };
  });
  return { area: areaOf(placed, edges), nodes: placed, edges };
}

/** What boxes and lines take; the layout itself counts boxes alone, and lines that go around them would be cut. */
function areaOf(nodes: readonly Node[], edges: readonly Edge[]): Box {
  const corners = nodes.flatMap(({ box: { x, y, width, height } }) => [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ]);
  const points = [...corners, ...edges.flatMap((edge) => edge.points)];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.floor(Math.min(...xs)) - MARGIN, Math.floor(Math.min(...ys)) - MARGIN];
  const [right, bottom] = [Math.ceil(Math.max(...xs)) + MARGIN, Math.ceil(Math.max(...ys)) + MARGIN];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where everybody reaches a party by the same connections they stand in its box, once. */
function commonLabels(between: readonly (readonly Link[])[]): ReadonlyMap<Party, string> {
  const byEnd = grouped(between, ([link]) => (link as Link).to);
  return new Map(
    [...byEnd].flatMap(([party, lists]) => {
      const [label, ...different] = new Set(lists.map(labelOf));
      return label === undefined || different.length > 0 ? [] : [[party, label] as const];
    }),
  );
}

function laidOut(nodes: readonly Omit<Node, 'box'>[], between: readonly (readonly Link[])[]): graphlib.Graph {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 150, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { party, lines } of nodes) {
    const width = Math.max(...lines.map(({ length }) => length)) * LETTER + 26;
    graph.setNode(party.name, { width, height: 16 + LINE * lines.length });
  }
  for (const [link] of between) graph.setEdge((link as Link).from.name, (link as Link).to.name);
  layout(graph);
  return graph;
}

function labelOf(links: readonly Link[]): string {
  return shortened(
    links.map(({ connections, status }) => connections + (status === 'undecided' ? '?' : '')).join(', '),
  );
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** Whether a line goes to the next column on the right, so that nothing lies in its way. */
function isForward(from: Box, to: Box, points: readonly Point[]): boolean {
  return points.length <= 3 && from.x + from.width / 2 < to.x - to.width / 2;
}

function sweep(from: Box, to: Box): string {
  const [start, end] = [from.x + from.width / 2, to.x - to.width / 2];
  const middle = (start + end) / 2;
  const [a, b] = [pair({ x: middle, y: from.y }), pair({ x: middle, y: to.y })];
  return `M${pair({ x: start, y: from.y })}C${a} ${b} ${pair({ x: end, y: to.y })}`;
}

/** Near its end, where lines to different parties lie apart. */
function labelPoint(from: Box, to: Box, points: readonly Point[]): Point {
  if (!isForward(from, to, points)) return points[Math.floor(points.length / 2)] as Point;
  const [start, end] = [from.x + from.width / 2, to.x - to.width / 2];
  // The point of the sweep at four fifths of its way.
  const t = 0.8;
  const share = t * t * (3 - 2 * t);
  return { x: start + (end - start) * (1.5 * t * (1 - t) + t * t * t), y: from.y + (to.y - from.y) * share };
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
