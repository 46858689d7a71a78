import type { Evidence } from '../../evidence';
import type { NodePool } from '../../placement/node-pool';
import type { Fitting } from '../../placement/placement';
import type { Match } from '../../match';
import { describedProject } from '../../scope/described-project';
import { supposedPool } from '../../placement/node-pool';
import { place } from '../../placement/placement';
import { uncertainty } from '../../scope/training-nodes';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { few } from '../../few';
import { poolSubject } from './parts/pool-subject';

export const projectsApart: Check = {
  id: 'placement/projects-apart',
  title: 'No two projects land on the same nodes, at any time',
  why: 'An escape outlives its pod: the next job of another project lands beside it, or its kubelet asks for that job.',
  stops: ['A3', 'T2'],
  control: 'a node group for each project, with a label and a taint of the project',
  fix: 'give each project nodes of its own, with a label that its pods select and a taint that only they tolerate',
  *judge(evidence) {
    const { nodes } = evidence;
    if (nodes.training.length === 0) {
      yield* apartBySelection(evidence);
      return;
    }
    const guests = guestsOf(evidence);
    for (const pool of nodes.training) {
      const byProject = guests.get(pool) ?? new Map<string, Guest>();
      yield {
        subject: poolSubject(pool),
        problems: byProject.size < 2 ? [] : [sharedProblem(evidence, pool, byProject)],
      };
    }
  },
};

/** Pods of a project that land on some nodes, or may. */
interface Guest {
  readonly lands: Match;
  /** What is not known where it is not sure. */
  readonly unsure: string;
}

/** For each pool the projects whose pods land there. */
function guestsOf(evidence: Evidence): ReadonlyMap<NodePool, ReadonlyMap<string, Guest>> {
  const guests = new Map<NodePool, Map<string, Guest>>();
  for (const { name, workloads } of evidence.scope.namespaces) {
    const add = (pool: NodePool, lands: Match, unsure: () => string): void => {
      const list = guests.get(pool) ?? new Map<string, Guest>();
      guests.set(pool, list);
      if (list.get(name)?.lands !== 'yes') list.set(name, { lands, unsure: lands === 'yes' ? '' : unsure() });
    };
    for (const workload of workloads) {
      for (const placed of evidence.nodes.trainingNodesOf(workload))
        add(placed.pool, placed.lands, () => uncertainty(placed));
    }
    if (workloads.length > 0) continue;
    for (const { pool, lands } of describedLanding(evidence, name))
      add(pool, lands, () => `labels of ${pool.name} that jobs of ${name} select by`);
  }
  return guests;
}

/** Where the jobs of a project will land that are not in the files yet: as the description makes them. */
function describedLanding({ platform, placement }: Evidence, namespace: string): readonly Fitting[] {
  return (describedProject(platform, namespace)?.nodeGroups ?? []).flatMap(({ labels, tolerations }) =>
    placement.fitting({
      selection: { labels: new Map(Object.entries(labels)), terms: undefined },
      tolerations: tolerations.map((toleration) => ({ value: '', ...toleration })),
    }),
  );
}

function sharedProblem({ scope }: Evidence, pool: NodePool, guests: ReadonlyMap<string, Guest>): Problem {
  const names = [...guests.keys()];
  const { shown, all } = few(names);
  const unsure = [...guests.values()].filter(({ lands }) => lands !== 'yes');
  const name = pool.labels.known.get(scope.keys.pool);
  const weakened = name === undefined ? undefined : ({ risk: 'shared-pool', on: name } as const);
  const [first] = unsure;
  if (names.length - unsure.length >= 2 || first === undefined)
    return fails(`pods of ${shown} land on it`, { all, weakened });
  return notKnown(`pods of ${shown} may land on it; not known: ${first.unsure}`, { all, weakened });
}

/** Without nodes: whether pods of another project would fit the very nodes that a project's pods ask for. */
function* apartBySelection({
  scope,
  nodes,
}: Evidence): Generator<{ subject: ReturnType<typeof namespaceSubject>; problems: Problem[] }> {
  const pinned = (namespace: TrainingNamespace): boolean =>
    namespace.workloads.every((workload) => {
      return nodes.demandsOf(workload).selection.labels.get(scope.keys.project) === namespace.project;
    });
  const loose = scope.namespaces.filter((namespace) => !pinned(namespace));
  for (const namespace of scope.namespaces) {
    const others = pinned(namespace) ? loose : scope.namespaces;
    const problems: Problem[] = [];
    for (const { labels } of namespace.workloads.map((workload) => nodes.demandsOf(workload).selection)) {
      const theirs = supposedPool(`the nodes that ${namespace.name} asks for`, labels);
      const guest = others.find(
        (other) =>
          other.name !== namespace.name &&
          other.workloads.some((workload) => place(nodes.demandsOf(workload), theirs).lands !== 'no'),
      );
      if (guest !== undefined) problems.push(fails(`pods of ${guest.name} fit the nodes that its pods ask for`));
    }
    if (namespace.workloads.length > 0) yield { subject: namespaceSubject(namespace), problems: problems.slice(0, 1) };
  }
}
