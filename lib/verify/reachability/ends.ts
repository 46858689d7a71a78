import { isKind } from '../input/kubernetes-object';
import { workloadName, type Workload } from '../workload/workload';
import type { Addresses } from './addresses';
import { sameEstimate, type Estimate } from './estimate';
import type { PodClass } from './pod-class';
import { reachablePairs } from './reachable-pairs';
import type { Reachability } from './reachability';
import { Running } from './running';

/** One end of a connection. */
export type End =
  | {
      readonly kind: 'workload';
      readonly name: string;
      /** Name of the workload that the pods belong to, where they have a name of their own. */
      readonly workload?: string;
      readonly classes: readonly PodClass[];
    }
  | { readonly kind: 'outside'; readonly name: string; readonly addresses: Addresses };

export type WorkloadEnd = End & { readonly kind: 'workload' };

/** The ends that are listed, and which of them a class belongs to. */
export interface Ends {
  readonly ends: readonly WorkloadEnd[];
  of(item: PodClass): readonly WorkloadEnd[];
}

/**
 * The workloads of the input as ends of connections. Pods of one workload are one end, unless policies treat them
 * differently and the input shows them: then each pod is an end.
 */
export function endsOf(reachability: Reachability): Ends {
  const whole = named(reachability, workloadName);
  const mixed = new Set(whole.ends.filter((end) => isMixed(end)).map(({ name }) => name));
  if (mixed.size === 0) return whole;
  const torn = treatedDifferently(reachability, whole, mixed);
  return named(reachability, (workload) => {
    const name = workloadName(workload);
    return torn.has(name) ? podName(workload) : name;
  });
}

function named({ classes }: Reachability, nameOf: (workload: Workload) => string): Ends {
  const running = new Running(classes);
  const ends = new Map<string, WorkloadEnd & { readonly classes: PodClass[] }>();
  const ofClass = new Map<PodClass, Set<WorkloadEnd>>();
  for (const item of classes) {
    const own = new Set<WorkloadEnd>();
    for (const workload of running.workloadsOf(item)) {
      const name = nameOf(workload);
      const whole = workloadName(workload);
      const end = ends.get(name) ?? {
        kind: 'workload',
        name,
        ...(name === whole ? {} : { workload: whole }),
        classes: [],
      };
      ends.set(name, end);
      if (!own.has(end)) end.classes.push(item);
      own.add(end);
    }
    ofClass.set(item, own);
  }
  return { ends: [...ends.values()], of: (item) => [...(ofClass.get(item) ?? [])] };
}

function podName(workload: Workload): string {
  const { object, namespace } = workload;
  return isKind(object, '', 'Pod')
    ? workloadName({ namespace, name: object.name, kind: 'Pod' })
    : workloadName(workload);
}

/** Whether pods of several classes, some of them in the input, belong to an end. */
function isMixed({ name, classes }: WorkloadEnd): boolean {
  if (classes.length < 2) return false;
  return classes.some(({ workloads }) =>
    workloads.some((workload) => workloadName(workload) === name && podName(workload) !== name),
  );
}

/** Names of the mixed ends of which not all classes have the same connections with everybody else. */
function treatedDifferently(reachability: Reachability, { ends, of }: Ends, mixed: ReadonlySet<string>): Set<string> {
  const torn = new Set<string>();
  const first = new Map<string, { estimate: Estimate; seen: number }>();
  const differs = (from: WorkloadEnd, to: WorkloadEnd): void => {
    for (const { name } of [from, to]) if (mixed.has(name)) torn.add(name);
  };
  const look = (from: WorkloadEnd, to: WorkloadEnd, estimate: Estimate): void => {
    const key = `${from.name}\n${to.name}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, { estimate, seen: 1 });
    else if (sameEstimate(earlier.estimate, estimate)) earlier.seen++;
    else differs(from, to);
  };
  for (const { source, destination, estimate } of reachablePairs(reachability)) {
    for (const from of of(source)) {
      for (const to of of(destination)) {
        if (!mixed.has(from.name) && !mixed.has(to.name)) continue;
        if (from !== to || source !== destination) look(from, to, estimate);
      }
    }
  }
  const byName = new Map(ends.map((end) => [end.name, end]));
  for (const [key, { seen }] of first) {
    const [from, to] = key.split('\n').map((name) => byName.get(name)) as [WorkloadEnd, WorkloadEnd];
    if (seen < pairsBetween(from, to)) differs(from, to);
  }
  for (const end of ends) if (mixed.has(end.name) && !alikeOutside(reachability, end)) torn.add(end.name);
  return torn;
}

/** How many pairs of different classes two ends have. */
export function pairsBetween(from: WorkloadEnd, to: WorkloadEnd): number {
  return from.classes.length * (from === to ? to.classes.length - 1 : to.classes.length);
}

function alikeOutside(reachability: Reachability, { classes: [first, ...rest] }: WorkloadEnd): boolean {
  return (['ingress', 'egress'] as const).every((direction) => {
    const list = reachability.outside(direction, first as PodClass);
    return rest.every((item) =>
      reachability
        .outside(direction, item)
        .every(({ estimate }, index) => sameEstimate(estimate, (list[index] as { estimate: Estimate }).estimate)),
    );
  });
}
