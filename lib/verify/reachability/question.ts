import type { Inputs } from '../input/inputs';
import { completeLabels, labelsKey } from '../labels/labels';
import { byNaturalOrder } from '../natural-order';
import { workloadName, type Workload } from '../workload/workload';
import { addressBlock, bothAddresses, isEmpty, oneAddress, type Addresses } from './addresses';
import { both, either, NO_CONNECTIONS, type Connections } from './connections';
import { namespaceNamed, namespacesOf, type PodClass, type SupposedPods } from './pod-class';
import type { NetworkPremises } from './premises';
import type { Estimate } from './estimate';
import { Reachability } from './reachability';
import { Running } from './running';
import { missingFacts } from './undecided';

/**
 * An end of a connection that somebody asks about: a workload of the input (`namespace/name`), any pod of a namespace
 * with labels whether the input has one or not, or addresses outside the cluster (`203.0.113.7`, `203.0.113.0/24`).
 */
export type AskedEnd = string | { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };

/** Two ends, and which connections the first may open to the second. */
export interface Question {
  /** Who opens the connection. */
  readonly from: AskedEnd;
  /** Who is reached. */
  readonly to: AskedEnd;
}

/** What every pod and address of the two ends may do, at least and at most, and what would have to be known. */
export interface Answer extends Estimate {
  /** Empty where the input decides. */
  readonly missing: readonly string[];
}

/**
 * Which connections the policies of an input allow from one end to another.
 *
 * @throws Error if an end names no workload of the input, or both are outside
 */
export function ask(inputs: Inputs, { from, to }: Question, premises: NetworkPremises = {}): Answer {
  const facts = namespacesOf(inputs);
  const supposed = [from, to].flatMap((end): readonly SupposedPods[] =>
    typeof end === 'string'
      ? []
      : [{ namespace: facts.get(end.namespace) ?? namespaceNamed(end.namespace), labels: labelsOf(end) }],
  );
  const reachability = new Reachability(inputs, { premises, supposed, namespaces: facts });
  const [source, destination] = [from, to].map((end) => resolve(reachability, end)) as [Resolved, Resolved];
  if (source.kind === 'addresses' && destination.kind === 'addresses')
    throw new Error('both ends are addresses outside the cluster: name a workload or pods for one of them');
  const estimates = estimatesBetween(reachability, source, destination);
  const answer = {
    atLeast: estimates.map(({ atLeast }) => atLeast).reduce(both),
    atMost: estimates.map(({ atMost }) => atMost).reduce(either, NO_CONNECTIONS),
  };
  return { ...answer, missing: missing(reachability, source, destination, answer) };
}

type Resolved =
  | { readonly kind: 'pods'; readonly name: string; readonly classes: readonly PodClass[] }
  | { readonly kind: 'addresses'; readonly name: string; readonly addresses: Addresses };

function labelsOf({ labels = {} }: Exclude<AskedEnd, string>): SupposedPods['labels'] {
  return completeLabels(new Map(Object.entries(labels)));
}

function resolve({ classes }: Reachability, end: AskedEnd): Resolved {
  if (typeof end !== 'string') {
    const key = labelsKey(labelsOf(end));
    const found = classes.filter(
      ({ namespace, labels, workloads }) =>
        workloads.length === 0 && namespace.name === end.namespace && labelsKey(labels) === key,
    );
    const shown = Object.entries(end.labels ?? {}).map(([name, value]) => `${name}=${value}`);
    return { kind: 'pods', name: `pods ${shown.join(',') || 'without labels'} of ${end.namespace}`, classes: found };
  }
  const addresses = addressBlock(end) ?? oneAddress(end);
  if (addresses !== undefined) return { kind: 'addresses', name: end, addresses };
  const running = new Running(classes);
  const found = classes.filter((item) => running.workloadsOf(item).some((workload) => namesOf(workload).includes(end)));
  if (found.length > 0) return { kind: 'pods', name: end, classes: found };
  const known = [...new Set(classes.flatMap((item) => running.workloadsOf(item).map(workloadName)))].sort(
    byNaturalOrder,
  );
  throw new Error(
    `${end} is neither an address nor a workload of the manifests; those are ${known.join(', ') || 'none'}. ` +
      'For pods that are not in them, give { namespace, labels }.',
  );
}

/** What a workload may be called: a pod that something made also by its own name. */
function namesOf(workload: Workload): readonly string[] {
  const { namespace, name, object } = workload;
  return [
    workloadName(workload),
    `${namespace}/${name}`,
    ...(object.kind === 'Pod' ? [`${namespace}/${object.name}`] : []),
  ];
}

function estimatesBetween(
  reachability: Reachability,
  source: Resolved,
  destination: Resolved,
): readonly [Estimate, ...Estimate[]] {
  const estimates =
    source.kind === 'addresses'
      ? outside(reachability, 'ingress', (destination as Resolved & { kind: 'pods' }).classes, source.addresses)
      : destination.kind === 'addresses'
        ? outside(reachability, 'egress', source.classes, destination.addresses)
        : source.classes.flatMap((from) => destination.classes.map((to) => reachability.between(from, to)));
  return estimates as [Estimate, ...Estimate[]];
}

function outside(
  reachability: Reachability,
  direction: 'ingress' | 'egress',
  classes: readonly PodClass[],
  asked: Addresses,
): readonly Estimate[] {
  return classes.flatMap((item) =>
    reachability
      .outside(direction, item)
      .filter(({ addresses }) => !isEmpty(bothAddresses(addresses, asked)))
      .map(({ estimate }) => estimate),
  );
}

function missing(
  reachability: Reachability,
  source: Resolved,
  destination: Resolved,
  estimate: { readonly atLeast: Connections; readonly atMost: Connections },
): readonly string[] {
  const end = (resolved: Resolved): Parameters<typeof missingFacts>[1]['source'] =>
    resolved.kind === 'pods'
      ? { kind: 'workload', name: resolved.name, classes: resolved.classes }
      : { kind: 'outside', name: resolved.name, addresses: resolved.addresses };
  return missingFacts(reachability, { source: end(source), destination: end(destination), estimate });
}
