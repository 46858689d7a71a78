import type { Evidence } from '../../evidence';
import type { NodePool } from '../../placement/node-pool';
import type { Placed } from '../../placement/placement';
import { supposedPool } from '../../placement/node-pool';
import { place } from '../../placement/placement';
import { uncertainty } from '../../scope/training-nodes';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
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
      const byProject = guests.get(pool) ?? new Map<string, Placed>();
      yield {
        subject: poolSubject(pool),
        problems: byProject.size < 2 ? [] : [sharedProblem(evidence, pool, byProject)],
      };
    }
  },
};

/** For each pool the projects whose pods land there, with one of them. */
function guestsOf({ scope, nodes }: Evidence): ReadonlyMap<NodePool, ReadonlyMap<string, Placed>> {
  const guests = new Map<NodePool, Map<string, Placed>>();
  for (const { name, workloads } of scope.namespaces) {
    for (const workload of workloads) {
      for (const placed of nodes.trainingNodesOf(workload)) {
        const list = guests.get(placed.pool) ?? new Map<string, Placed>();
        guests.set(placed.pool, list);
        if (list.get(name)?.lands !== 'yes') list.set(name, placed);
      }
    }
  }
  return guests;
}

function sharedProblem({ scope }: Evidence, pool: NodePool, guests: ReadonlyMap<string, Placed>): Problem {
  const names = [...guests.keys()];
  const shown = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
  const unsure = [...guests.values()].filter(({ lands }) => lands !== 'yes');
  const name = pool.labels.known.get(scope.keys.pool);
  const weakened = name === undefined ? undefined : ({ risk: 'shared-pool', on: name } as const);
  const [first] = unsure;
  if (names.length - unsure.length >= 2 || first === undefined)
    return fails(`pods of ${shown} land on it`, { weakened });
  return notKnown(`pods of ${shown} may land on it; not known: ${uncertainty(first)}`, { weakened });
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
