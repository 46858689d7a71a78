import { grouped } from '../../../model/grouped';
import { OUTSIDE, type Reachable } from '../../relations/reachable';
import { byNaturalOrder } from '../../natural-order';

/** Somebody in the matrix and the diagram: a project with all that are exactly like it, or somebody else. */
export interface Party {
  readonly name: string;
  readonly kind: 'project' | 'namespace' | 'outside';
  /** Projects that reach the same and are reached by the same, itself included. */
  readonly alike: readonly string[];
}

/** A connection between two parties. */
export interface Link {
  readonly from: Party;
  readonly to: Party;
  readonly connections: string;
  readonly status: Reachable['status'];
  /** Whether it crosses the border of a project where nothing should: to another project, or from anybody else. */
  readonly crosses: boolean;
  /** Whether a project has more there than it is meant to. */
  readonly unmeant: boolean;
}

export interface ReachMap {
  readonly parties: readonly Party[];
  readonly links: readonly Link[];
}

/** Who reaches whom with projects that are alike taken together: a thousand isolated projects are one row. */
export function reachMap(projects: readonly string[], rows: readonly Reachable[]): ReachMap {
  const ofProject = new Map<string, string[]>(projects.map((name) => [name, []]));
  for (const { from, to, connections, status, unmeant = false } of rows) {
    for (const name of new Set([from, to])) {
      // The own name does not tell projects apart, names of others do.
      const line = [from === name ? '' : from, to === name ? '' : to, connections, status, unmeant];
      ofProject.get(name)?.push(JSON.stringify(line));
    }
  }
  const byProfile = grouped(ofProject, ([, lines]) => lines.sort(byNaturalOrder).join('\n'));
  const parties = new Map<string, Party>();
  for (const same of byProfile.values()) {
    const alike = same.map(([name]) => name);
    parties.set(alike[0] as string, { name: alike[0] as string, kind: 'project', alike });
  }
  const others = [...new Set(rows.flatMap(({ from, to }) => [from, to]))].filter((name) => !ofProject.has(name));
  for (const name of others.sort((a, b) => rank(a) - rank(b) || byNaturalOrder(a, b)))
    parties.set(name, { name, kind: name.startsWith(OUTSIDE) ? 'outside' : 'namespace', alike: [name] });
  const links = rows.flatMap(({ from, to, connections, status, unmeant = false }): readonly Link[] => {
    const [source, destination] = [parties.get(from), parties.get(to)];
    if (source === undefined || destination === undefined) return [];
    const crosses = source !== destination && destination.kind === 'project';
    return [{ from: source, to: destination, connections, status, crosses, unmeant }];
  });
  return { parties: [...parties.values()], links };
}

function rank(name: string): number {
  return name.startsWith(OUTSIDE) ? 1 : 0;
}

export function partyText({ name, alike }: Party): string {
  return alike.length === 1 ? name : `${name} and ${alike.length - 1} alike`;
}

/** The names behind the text, for who asks who is alike; undefined where there is one. */
export function partyNames({ alike }: Party): string | undefined {
  return alike.length === 1 ? undefined : alike.join(', ');
}

/** Into a project from elsewhere, or out of one to whom it is not meant to reach. */
export function isAlarming({ crosses, unmeant }: Link): boolean {
  return crosses || unmeant;
}
