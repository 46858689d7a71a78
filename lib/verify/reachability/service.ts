import { itemsIn } from '../input/field';
import type { Inputs } from '../input/inputs';
import { isKind, textEntries, type KubernetesObject } from '../input/kubernetes-object';
import type { Labels } from '../labels/labels';
import { matches, selectorOfLabels, type Selector } from '../labels/selector';
import {
  both,
  either,
  everyPort,
  NO_CONNECTIONS,
  ports,
  protocolOf,
  type Connections,
  type Protocol,
} from './connections';
import { podPortsOf, type PodClass } from './pod-class';

/** A port of a service and the port of its pods behind it. Policies see the latter. */
export interface ServicePort {
  readonly protocol: Protocol;
  readonly port: number;
  /** Number, or the name of a container's port. */
  readonly target: number | string;
}

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

/** Pods behind a service. */
export interface PodsBehind {
  readonly pods: PodClass;
  /** Ports of the pods that the service leads to. */
  readonly connections: Connections;
}

/** A Service of the input. */
export class Service {
  readonly namespace: string;
  readonly name: string;
  readonly type: ServiceType;
  readonly headless: boolean;
  /** Undefined where somebody else writes the endpoints, and for external names. */
  readonly selector: Selector | undefined;
  readonly ports: readonly ServicePort[];

  constructor(readonly object: KubernetesObject) {
    const spec = object.field.get('spec');
    this.namespace = object.namespace as string;
    this.name = object.name;
    const type = SERVICE_TYPES.find((known) => known === (spec?.get('type')?.value ?? 'ClusterIP'));
    if (type === undefined) spec?.get('type')?.refuse(SERVICE_TYPES.join(', '), 'take one of the four');
    this.type = type ?? 'ClusterIP';
    this.headless = spec?.get('clusterIP')?.value === 'None';
    const labels = [...textEntries(spec?.get('selector'))];
    this.selector = labels.length === 0 || this.type === 'ExternalName' ? undefined : selectorOfLabels(labels);
    this.ports = itemsIn(spec, 'ports').flatMap((port): ServicePort[] => {
      const number = port.get('port')?.value;
      const protocol = protocolOf(port.get('protocol')?.value);
      const target = port.get('targetPort')?.value ?? number;
      if (typeof number !== 'number' || protocol === undefined) return [];
      if (typeof target !== 'number' && typeof target !== 'string') return [];
      return [{ protocol, port: number, target }];
    });
  }

  /** Whether nodes answer for it on a port of theirs; load balancers allocate node ports unless told otherwise. */
  get hasNodePort(): boolean {
    const allocates = this.object.field.at('spec', 'allocateLoadBalancerNodePorts')?.value !== false;
    return this.type === 'NodePort' || (this.type === 'LoadBalancer' && allocates);
  }

  /** Whether the service selects pods with these labels in its namespace. */
  selects(namespace: string, labels: Labels): boolean {
    return this.selector !== undefined && namespace === this.namespace && matches(this.selector, labels) !== 'no';
  }

  /** The classes behind it. Classes hold the labels that policies mention; the service is asked about the workloads' own. */
  backends(classes: readonly PodClass[]): readonly PodsBehind[] {
    return classes.flatMap((pods) => {
      if (pods.namespace.name !== this.namespace) return [];
      const labelSets = pods.workloads.length === 0 ? [pods.labels] : pods.workloads.map(({ labels }) => labels);
      if (!labelSets.some((labels) => this.selects(this.namespace, labels))) return [];
      return [{ pods, connections: this.targets(pods) }];
    });
  }

  private targets({ workloads }: PodClass): Connections {
    const named = workloads.map(({ spec }) => podPortsOf(spec).named);
    return this.ports
      .flatMap(({ protocol, target }) =>
        typeof target === 'number'
          ? [ports(protocol, target)]
          : named.map((names) => both(names.get(target) ?? NO_CONNECTIONS, everyPort(protocol))),
      )
      .reduce(either, NO_CONNECTIONS);
  }
}

const SERVICE_TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const;

export function servicesOf({ objects }: Pick<Inputs, 'objects'>): readonly Service[] {
  return objects.filter((object) => isKind(object, '', 'Service')).map((object) => new Service(object));
}
