import { grouped, groupedByEach } from '../../../../model/grouped';
import type { Evidence } from '../../../evidence';
import { few } from '../../../few';
import { onceFor } from '../../../once-for';
import type { NodePool } from '../../../placement/node-pool';
import type { Placed } from '../../../placement/placement';
import { fails, notKnown, type Problem, type ProblemDetails } from '../../../problem';

/** Pods of a project that land on nodes, or may. */
interface Guest {
  readonly project: string;
  readonly placed: Placed;
}

interface Projects {
  readonly guests: ReadonlyMap<NodePool, readonly Guest[]>;
  /** Projects of which the files show no pods. */
  readonly idle: readonly string[];
  /** Those whose namespaces have a label, by `key=value`. */
  readonly byLabel: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Every group of nodes asks for them. */
const projectsOf = onceFor(({ scope: { namespaces }, nodes }: Evidence): Projects => {
  const guests = namespaces.flatMap(({ project, workloads }) =>
    workloads.flatMap((workload) => nodes.trainingNodesOf(workload).map((placed): Guest => ({ project, placed }))),
  );
  const busy = new Set(namespaces.flatMap(({ project, workloads }) => (workloads.length > 0 ? [project] : [])));
  const labelled = groupedByEach(namespaces, ({ labels }) => [...labels].map((label) => label.join('=')));
  return {
    guests: grouped(guests, ({ placed }) => placed.pool),
    idle: [...new Set(namespaces.map(({ project }) => project))].filter((project) => !busy.has(project)),
    byLabel: new Map([...labelled].map(([label, list]) => [label, new Set(list.map(({ project }) => project))])),
  };
});

/** The project that nodes serve, or why none is known; neither where there are no two. */
interface Served {
  readonly project: string | undefined;
  readonly problem: Problem | undefined;
}

const serves = (project: string | undefined): Served => ({ project, problem: undefined });
const unclear = (problem: Problem): Served => ({ project: undefined, problem });

/**
 * Which project the nodes of a pool serve: that of their label; without a description, which would say that label, the one
 * whose pods select them, by whatever label their owner uses.
 */
export function servedProject(evidence: Evidence, pool: NodePool, details: ProblemDetails): Served {
  const { scope, platform } = evidence;
  const named = pool.labels.known.get(scope.keys.project);
  if (named !== undefined) return serves(named);
  const projects = Math.max(scope.namespaces.length, platform?.projects.length ?? 0);
  if (projects < 2) return serves(undefined);
  if (platform !== undefined) return unclear(fails('its nodes are of no project', details));
  return bySelection(projectsOf(evidence), pool, details);
}

function bySelection({ guests, idle, byLabel }: Projects, pool: NodePool, details: ProblemDetails): Served {
  const here = guests.get(pool) ?? [];
  const projects = [...new Set(here.map(({ project }) => project))];
  const [project] = projects;
  const unknown = (message: string, all = details.all): Served => unclear(notKnown(message, { ...details, all }));
  if (project === undefined) return unknown('which project its nodes serve: no pod of the files selects them');
  if (projects.length > 1) {
    const { shown, all } = few(projects);
    const sure = new Set(here.filter(({ placed }) => placed.lands === 'yes').map((guest) => guest.project));
    return sure.size > 1
      ? unclear(fails(`its nodes are of no one project: pods of ${shown} land there`, { ...details, all }))
      : unknown(`which project its nodes serve: pods of ${shown} may land there`, all);
  }
  if (!here.every(({ placed }) => selects(placed)))
    return unknown(`whether its nodes serve ${project} alone: its pods land there without selecting them`);
  // Nobody knows yet what those select, unless the nodes carry a label of the one project's namespaces.
  const isLabelled = [...pool.labels.known].some((label) => {
    const theirs = byLabel.get(label.join('='));
    return theirs?.size === 1 && theirs.has(project);
  });
  if (idle.length === 0 || isLabelled) return serves(project);
  const { shown, all } = few(idle);
  return unknown(`whether its nodes serve ${project} alone: the files show no pods of ${shown}`, all);
}

const selects = ({ demands: { selection, nodeName } }: Placed): boolean =>
  selection.labels.size > 0 || selection.terms !== undefined || nodeName !== undefined;
