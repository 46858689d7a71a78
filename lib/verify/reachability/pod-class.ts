import { NAMESPACE_NAME_LABEL } from '../../model';
import { byKey } from '../../model/code-unit-order';
import { itemsIn, type Field } from '../input/field';
import type { Inputs } from '../input/inputs';
import { isKind, labelsOf } from '../input/kubernetes-object';
import { completeLabels, labelsKey, partialLabels, type Labels } from '../labels/labels';
import type { Workload } from '../workload/workload';
import { either, isPort, NO_CONNECTIONS, ports, protocolOf, type Connections } from './connections';
import { addressesOfPod, type AddressGroup, type AddressGroups } from './pod-addresses';
import { ANY_POD_PORTS, NO_POD_PORTS, type PodPorts } from './policies/port-rule';

/** A namespace as policies see it. */
export interface NamespaceFacts {
  readonly name: string;
  readonly labels: Labels;
}

/** Pods that no policy of the input can tell apart. */
export interface PodClass {
  /** Position in the list of classes. */
  readonly index: number;
  readonly namespace: NamespaceFacts;
  readonly labels: Labels;
  readonly ports: PodPorts;
  /** Pods that blocks of addresses match alike, of which these are some. */
  readonly addressGroup: AddressGroup;
  /** Pods on the network of their node, for which the API leaves the effect of policies undefined. */
  readonly hostNetwork: boolean;
  /** Pods with further interfaces, on networks that these policies do not govern. */
  readonly otherNetworks: boolean;
  /** Empty for pods that are only supposed. */
  readonly workloads: readonly Workload[];
}

/** Pods that are not in the input but could be: any pod of a namespace, or of a namespace nobody described. */
export interface SupposedPods {
  readonly namespace: NamespaceFacts;
  readonly labels: Labels;
}

/** A namespace of which only the name is known. */
export function namespaceNamed(name: string): NamespaceFacts {
  return { name, labels: partialLabels(new Map([[NAMESPACE_NAME_LABEL, name]])) };
}

/**
 * The namespaces of the input with their labels; the API server sets the name label whatever the manifest says. Two of one
 * name and with different labels cannot both be in the cluster: which of them policies see, nobody knows.
 */
export function namespacesOf({ objects }: Pick<Inputs, 'objects'>): ReadonlyMap<string, NamespaceFacts> {
  const namespaces = new Map<string, NamespaceFacts>();
  for (const object of objects) {
    if (!isKind(object, '', 'Namespace')) continue;
    const metadata = object.field.get('metadata');
    const labels = completeLabels(new Map(labelsOf(metadata)).set(NAMESPACE_NAME_LABEL, object.name));
    const earlier = namespaces.get(object.name);
    if (earlier === undefined) namespaces.set(object.name, { name: object.name, labels });
    else if (labelsKey(earlier.labels) !== labelsKey(labels))
      (metadata?.get('labels') ?? object.field).refuse(
        `the labels of the other Namespace ${object.name} in the input`,
        'leave one of them out; a cluster has one namespace of a name',
      );
  }
  return namespaces;
}

/**
 * Groups workloads into classes.
 *
 * @param keys label keys that some selector mentions: pods that differ in other labels only are alike
 * @param named whether some rule names a port: without, port names make no difference
 * @param groups tells pods apart by their addresses, as far as some block does
 */
export function podClasses(
  workloads: readonly Workload[],
  supposed: readonly SupposedPods[],
  namespaces: ReadonlyMap<string, NamespaceFacts>,
  keys: ReadonlySet<string>,
  named: boolean,
  groups: AddressGroups,
): readonly PodClass[] {
  const unknown = new Map<string, NamespaceFacts>();
  const namespaceOf = (name: string, otherwise?: NamespaceFacts): NamespaceFacts => {
    const facts = namespaces.get(name) ?? unknown.get(name) ?? otherwise ?? namespaceNamed(name);
    if (!namespaces.has(name)) unknown.set(name, facts);
    return facts;
  };
  const classes = new Map<string, PodClass & { readonly workloads: Workload[] }>();
  const classOf = (told: Omit<PodClass, 'index' | 'workloads'>, isSupposed = false): Workload[] => {
    const { namespace, labels, ports: podPorts, addressGroup, hostNetwork, otherNetworks } = told;
    const key = `${isSupposed}\n${namespace.name}\n\n${labelsKey(labels)}\n\n${podPorts.key}\n${addressGroup.index} ${hostNetwork} ${otherNetworks}`;
    const found = classes.get(key) ?? { index: classes.size, ...told, workloads: [] };
    classes.set(key, found);
    return found.workloads;
  };
  for (const workload of workloads)
    classOf({
      namespace: namespaceOf(workload.namespace),
      labels: reduced(workload.labels, keys),
      ports: named ? podPortsOf(workload.spec) : NO_POD_PORTS,
      addressGroup: groups.of(addressesOfPod(workload.object)),
      hostNetwork: workload.spec?.get('hostNetwork')?.value === true,
      otherNetworks: workload.otherNetworks,
    }).push(workload);
  const supposedPods = {
    ports: ANY_POD_PORTS,
    addressGroup: groups.of(undefined),
    hostNetwork: false,
    otherNetworks: false,
  };
  for (const { namespace, labels } of supposed)
    classOf({ namespace: namespaceOf(namespace.name, namespace), labels, ...supposedPods }, true);
  return [...classes.values()];
}

function reduced({ known, valueUnknown, complete }: Labels, keys: ReadonlySet<string>): Labels {
  return {
    known: new Map([...known].filter(([key]) => keys.has(key))),
    valueUnknown: new Set([...valueUnknown].filter((key) => keys.has(key))),
    complete,
  };
}

/** The named ports of a pod's containers, sidecars included. */
export function podPortsOf(spec: Field | undefined): PodPorts {
  if (spec === undefined) return ANY_POD_PORTS;
  const named = new Map<string, Connections>();
  const sidecars = itemsIn(spec, 'initContainers').filter(
    (container) => container.isRecord() && container.get('restartPolicy')?.value === 'Always',
  );
  for (const container of [...itemsIn(spec, 'containers'), ...sidecars]) {
    for (const port of container.isRecord() ? itemsIn(container, 'ports') : []) {
      const name = port.get('name')?.value;
      const number = port.get('containerPort')?.value;
      const protocol = protocolOf(port.get('protocol')?.value);
      if (typeof name !== 'string' || !isPort(number) || protocol === undefined) continue;
      named.set(name, either(named.get(name) ?? NO_CONNECTIONS, ports(protocol, number)));
    }
  }
  if (named.size === 0) return NO_POD_PORTS;
  const key = JSON.stringify([...named].sort(byKey));
  return { named, complete: true, key };
}
