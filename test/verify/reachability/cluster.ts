import { inputsOfObjects } from '../inputs-of';
import { connectionsText } from '../../../lib/verify/reachability/connections';
import { isDecided, undecidedPart } from '../../../lib/verify/reachability/estimate';
import type { SupposedPods } from '../../../lib/verify/reachability/pod-class';
import type { NetworkPremises } from '../../../lib/verify/reachability/premises';
import { allowedRow, listConnections, undecidedRow } from '../../../lib/verify/reachability/connection-list';
import { Reachability } from '../../../lib/verify/reachability/reachability';

export interface PodProps {
  readonly labels?: Readonly<Record<string, string>>;
  readonly ports?: readonly { name: string; containerPort: number; protocol?: string }[];
  readonly hostNetwork?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Addresses in its status, the first one first. */
  readonly addresses?: readonly string[];
}

/** A bare pod; its name is `namespace/name`. */
export function pod(
  name: string,
  { labels = {}, ports = [], hostNetwork, annotations, addresses }: PodProps = {},
): object {
  const [namespace, own] = name.split('/') as [string, string];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name: own, labels, ...(annotations === undefined ? {} : { annotations }) },
    spec: { ...(hostNetwork === undefined ? {} : { hostNetwork }), containers: [{ name: 'c', image: 'i', ports }] },
    ...(addresses === undefined ? {} : { status: { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })) } }),
  };
}

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function policy(name: string, spec: object): object {
  const [inNamespace, own] = name.split('/') as [string, string];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: inNamespace, name: own },
    spec,
  };
}

/** Shuts all pods of a namespace in both directions. */
export function deny(inNamespace: string): object {
  return policy(`${inNamespace}/deny`, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
}

export function reachability(
  objects: readonly object[],
  premises: NetworkPremises = {},
  supposed: readonly SupposedPods[] = [],
): Reachability {
  return new Reachability(inputsOfObjects(...objects), { premises, supposed });
}

/** What is allowed from one pod to another; `?` before what is undecided. */
export function between(found: Reachability, source: string, destination: string): string {
  const item = (name: string): (typeof found.classes)[number] => {
    const [inNamespace, own] = name.split('/');
    const found_ = found.classes.find(
      ({ namespace: { name: given }, workloads }) =>
        given === inNamespace &&
        (own === '*' ? workloads.length === 0 : workloads.some((workload) => workload.name === own)),
    );
    if (found_ === undefined) throw new Error(`no pod ${name}`);
    return found_;
  };
  const estimate = found.between(item(source), item(destination));
  const sure = connectionsText(estimate.atLeast);
  return isDecided(estimate) ? sure : `${sure} ?${connectionsText(undecidedPart(estimate))}`;
}

/** The list as lines, undecided ones with a question mark in front. */
export function lines(found: Reachability): string[] {
  return listConnections(found)
    .filter(
      ({ source, destination }) =>
        ![source, destination].some((end) => end.kind === 'outside' && end.addresses.v4.length === 0),
    )
    .flatMap((connection) => {
      const [sure, open] = [allowedRow(connection), undecidedRow(connection)];
      return [
        ...(sure === undefined ? [] : [`${sure.src} => ${sure.dst} : ${sure.conn}`]),
        ...(open === undefined ? [] : [`? ${open.src} => ${open.dst} : ${open.conn}`]),
      ];
    });
}
