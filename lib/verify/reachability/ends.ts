import { isKind } from '../input/kubernetes-object';
import { onceFor } from '../once-for';
import { workloadName, type Workload } from '../workload/workload';
import type { Addresses } from './addresses';
import { sameEstimate } from './estimate';
import type { PodClass } from './pod-class';
import type { OutsideConnections, Reachability } from './reachability';
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
export const endsOf = onceFor((reachability: Reachability): Ends => {
  const whole = named(reachability, workloadName);
  const others = [...new Set(whole.ends.flatMap(({ classes }) => classes))];
  const several = whole.ends.filter(({ classes }) => classes.length > 1);
  const torn = new Set(several.filter((end) => !isTreatedAlike(reachability, end, others)).map(({ name }) => name));
  return torn.size === 0 ? whole : named(reachability, (workload) => endName(workload, torn));
});

function endName(workload: Workload, torn: ReadonlySet<string>): string {
  const name = workloadName(workload);
  const { object, namespace } = workload;
  return torn.has(name) && isKind(object, '', 'Pod')
    ? workloadName({ namespace, name: object.name, kind: 'Pod' })
    : name;
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

/** Whether all classes of an end have the same connections with each other, with everybody else and with the outside. */
function isTreatedAlike(
  reachability: Reachability,
  { classes: [first, ...rest] }: WorkloadEnd,
  all: readonly PodClass[],
): boolean {
  return rest.every((item) => areAlike(reachability, first as PodClass, item, all));
}

function areAlike(reachability: Reachability, a: PodClass, b: PodClass, all: readonly PodClass[]): boolean {
  return (
    sameEstimate(reachability.between(a, b), reachability.between(b, a)) &&
    all.every(
      (other) =>
        other === a ||
        other === b ||
        (sameEstimate(reachability.between(a, other), reachability.between(b, other)) &&
          sameEstimate(reachability.between(other, a), reachability.between(other, b))),
    ) &&
    (['ingress', 'egress'] as const).every((direction) => {
      const [ofA, ofB] = [reachability.outside(direction, a), reachability.outside(direction, b)];
      return ofA.every(({ estimate }, index) => sameEstimate(estimate, (ofB[index] as OutsideConnections).estimate));
    })
  );
}
