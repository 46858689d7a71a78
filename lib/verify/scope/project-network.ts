import { grouped, groupedByEach } from '../../model/grouped';
import { DNS_CACHE_PODS, DNS_PODS } from '../../model/network/dns-server';
import type { Evidence } from '../evidence';
import { completeLabels, hasLabels, labelsKey } from '../labels/labels';
import { isNone, type Connections } from '../reachability/connections';
import { DENIED, eitherEstimate, exactly, perhaps, type Estimate } from '../reachability/estimate';
import { namespacesOf, type PodClass } from '../reachability/pod-class';
import type { Direction } from '../reachability/policies/network-policy';
import type { EntityRule } from '../reachability/policies/cilium-entities';
import { readPolicies, type Policies } from '../reachability/policies/policies';
import { reachablePairs, type ReachablePair } from '../reachability/reachable-pairs';
import { Reachability } from '../reachability/reachability';
import { workloadName } from '../workload/workload';
import { premisesOf } from './enforcement';
import { STRANGER, supposedPods } from './supposed-pods';
import type { TrainingScope } from './training-scope';

/** Who reaches whom, as projects see it: the pods of the input, and beside them those that could be there. */
export class ProjectNetwork {
  readonly reachability: Reachability;
  readonly policies: Policies;
  private readonly scope: TrainingScope;
  private readonly byNamespace: ReadonlyMap<string, readonly PodClass[]>;
  private readonly supposedOutside: readonly PodClass[];
  private readonly contactsOf: ReadonlyMap<string, readonly ReachablePair[]>;

  constructor(evidence: Evidence) {
    const { inputs, scope } = evidence;
    this.scope = scope;
    this.policies = readPolicies(inputs.objects, inputs.faults, evidence.enforcement.cni);
    const namespaces = namespacesOf(inputs);
    this.reachability = new Reachability(inputs, {
      premises: premisesOf(evidence.enforcement, evidence.assumptions, evidence.addresses),
      supposed: supposedPods(evidence, this.policies, namespaces),
      workloads: evidence.workloads,
      policies: this.policies,
      namespaces,
    });
    this.byNamespace = grouped(this.reachability.classes, ({ namespace }) => namespace.name);
    this.supposedOutside = this.reachability.classes.filter(
      ({ workloads, namespace }) => workloads.length === 0 && !scope.contains(namespace.name),
    );
    this.contactsOf = groupedByEach(reachablePairs(this.reachability), ({ source, destination }) => {
      const [from, to] = [source.namespace.name, destination.namespace.name];
      return (from === to ? [from] : [from, to]).filter((name) => scope.contains(name));
    });
  }

  /** Pods of a namespace, those that are only supposed included. */
  classesIn(namespace: string): readonly PodClass[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** A pod without any label: whatever isolates it isolates every pod of its namespace. */
  anyPodOf(namespace: string): PodClass {
    return this.classesIn(namespace).find(isAnyPod) as PodClass;
  }

  /** Connections from and to the pods of a project that are not denied. */
  contacts(namespace: string): readonly ReachablePair[] {
    return this.contactsOf.get(namespace) ?? [];
  }

  get dns(): PodClass {
    return this.classesIn(DNS_PODS.namespace).find(
      (item) => item.workloads.length === 0 && isAmong(item, DNS_PODS),
    ) as PodClass;
  }

  /** Whether it is the cluster's DNS, or a cache before it. */
  isDns(item: PodClass): boolean {
    return isAmong(item, DNS_PODS) || isAmong(item, DNS_CACHE_PODS);
  }

  /** A pod of a namespace that no policy names. */
  get stranger(): PodClass {
    return this.anyPodOf(STRANGER);
  }

  /** Ports of its own node, or of the API server, that policies open to a pod beside pods and addresses. */
  entityPorts(item: PodClass, entity: EntityRule['entity']): Estimate {
    return this.reachability
      .governing(item)
      .flatMap(({ policy, match }) =>
        (policy.entities ?? [])
          .filter((rule) => rule.entity === entity)
          .map(({ connections }) => (match === 'yes' ? exactly(connections) : perhaps(connections))),
      )
      .reduce(eitherEstimate, DENIED);
  }

  /** Pods outside a project that its own policies name, as they name them, and those that are supposed to be there anyway. */
  namedOutside(namespace: string): readonly PodClass[] {
    const named = new Set<PodClass>();
    for (const { source, destination } of this.contacts(namespace))
      if (source.namespace.name === namespace && destination.namespace.name !== namespace) named.add(destination);
    for (const item of this.supposedOutside) named.add(item);
    return [...named].filter((item) => !this.isStranger(item));
  }

  /** Pods outside the projects that could be there: services, DNS, and pods of a namespace that nobody thought of. */
  get outsidePods(): readonly PodClass[] {
    return this.supposedOutside;
  }

  isStranger(item: PodClass): boolean {
    return item.namespace.name === STRANGER;
  }

  /**
   * Whether a pod outside, on the network of its node, is met as that node alone: no rule of the own end lets it in or out.
   * Pods and their own node always meet, whatever policies say; what else lies at addresses of nodes, and who runs on
   * those of projects, other checks judge.
   */
  isMerelyNode(direction: Direction, own: PodClass, other: PodClass): boolean {
    return other.hostNetwork && !own.hostNetwork && isNone(this.reachability.allowed(direction, own, other).atMost);
  }

  isTraining(item: PodClass): boolean {
    return this.scope.contains(item.namespace.name);
  }

  /** Supposed pods with these labels. */
  supposedWith(namespace: string, labels: ReadonlyMap<string, string>): PodClass | undefined {
    const key = labelsKey(completeLabels(labels));
    return this.classesIn(namespace).find((item) => item.workloads.length === 0 && labelsKey(item.labels) === key);
  }
}

function isAmong(item: PodClass, { namespace, podLabels }: typeof DNS_PODS | typeof DNS_CACHE_PODS): boolean {
  return item.namespace.name === namespace && hasLabels(item.labels, Object.entries(podLabels));
}

export function isAnyPod({ workloads, labels }: PodClass): boolean {
  return workloads.length === 0 && labels.known.size === 0;
}

/** What people call the pods of a class. */
export function className(item: PodClass): string {
  const [workload] = item.workloads;
  if (workload !== undefined) {
    const more = item.workloads.length - 1;
    return `${workloadName(workload)}${more > 0 ? ` and ${more} more` : ''}`;
  }
  if (item.namespace.name === STRANGER) return 'a pod of a namespace that no policy names';
  if (isAnyPod(item)) return `any pod of ${item.namespace.name}`;
  const labels = [...item.labels.known].map(([key, value]) => `${key}=${value}`).join(',');
  return `pods ${labels} of ${item.namespace.name}`;
}

/** The connections that are sure, or those that are not excluded where none are. */
export function shownConnections({ atLeast, atMost }: Estimate): Connections {
  return isNone(atLeast) ? atMost : atLeast;
}
