import * as v from 'valibot';
import { weakeningFaults, weakeningShape, type Weakening } from '../risk/accepted-risk';
import { cidrFaults } from './cidr';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { POD_IDENTITY_AGENT } from './link-local';
import { nameFaults, namespaceNameFaults, PART_NAME } from '../names';
import { podLabelFaults, podSelectionShape, type PodSelection } from './pod-selection';
import { port, shape, stringMap, text, textOr } from '../fault/shape';
import type { Draft } from '../fault/shape';

/** A block of addresses and a port, for what runs outside the cluster. */
export interface AddressSelection {
  /** Block of addresses, `10.20.0.0/24`. */
  readonly cidr: string;
  /** Port, TCP. */
  readonly port: number;
}

/** Pods and a port that a service connects to. */
export interface PodDestination extends PodSelection {
  /** Port of the container, TCP. */
  readonly port: number;
}

/** Where a service connects to: pods, addresses, or the interface endpoints of the cloud on 443. */
export type ServiceEgress = PodDestination | AddressSelection | 'cloud-endpoints';

/**
 * How a service keeps its callers apart. Network position is no identity: whoever reaches the port is inside.
 *
 * `per-project`: one instance a project, its pods labelled with the project; each project reaches its own only.
 * `authenticated`: the service itself authenticates and authorises every caller.
 * `{ none: { reason } }`: it does neither; required where more than one project uses it.
 */
export type Tenancy = 'per-project' | 'authenticated' | { readonly none: Weakening };

/** A service in the cluster that projects may use: a data lake, a model registry, experiment tracking. */
export interface SharedServiceProps extends PodSelection {
  /** Short name, by which projects use it; part of the names of its policies. */
  readonly name: string;
  /** Namespace of its pods, never one of a project. */
  readonly namespace: string;
  /** Labels of the service's pods. Required: a policy without them opens every pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /**
   * Port of the container, TCP. Policies see pods, not Services, and the VPC CNI wants Service port and container port
   * to be equal (https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html).
   */
  readonly port: number;
  /** How it keeps projects apart. Required as soon as two use it. @default - not said, while only one does */
  readonly tenancy?: Tenancy;
  /** Pods outside the projects that reach the service as well, such as a gateway. @default - none */
  readonly alsoFrom?: readonly PodSelection[];
  /**
   * What the service itself connects to, besides DNS.
   * @default - nothing: a hub that reaches production is a bridge to it
   */
  readonly egress?: readonly ServiceEgress[];
}

const egressShape = textOr(
  v.literal('cloud-endpoints'),
  v.lazy((input) =>
    typeof input === 'object' && input !== null && 'cidr' in input
      ? shape<AddressSelection>({ cidr: text, port })
      : shape<PodDestination>({ namespace: text, podLabels: stringMap, port }),
  ),
);

export const sharedServiceShape = shape<SharedServiceProps>({
  name: text,
  namespace: text,
  podLabels: stringMap,
  port,
  tenancy: v.optional(
    textOr(v.picklist(['per-project', 'authenticated']), shape<{ none: Weakening }>({ none: weakeningShape })),
  ),
  alsoFrom: v.optional(v.array(podSelectionShape)),
  egress: v.optional(v.array(egressShape)),
});

/** {@link SharedServiceProps} with every default filled in. */
export interface SharedService extends Omit<SharedServiceProps, 'alsoFrom' | 'egress'> {
  /** Pods outside the projects that reach it as well. */
  readonly alsoFrom: readonly PodSelection[];
  /** What it connects to itself, besides DNS. */
  readonly egress: readonly ServiceEgress[];
  /** Names of the projects that use it, in their order. */
  readonly users: readonly string[];
}

export function resolveSharedService(props: SharedServiceProps, users: readonly string[]): SharedService {
  return { ...props, alsoFrom: props.alsoFrom ?? [], egress: props.egress ?? [], users };
}

export function sharedServiceFaults(
  props: Draft<SharedServiceProps>,
  path: string,
  users: number,
  onAws: boolean,
): Fault[] {
  const faults = [
    ...nameFaults(props.name, `${path}.name`, PART_NAME),
    ...namespaceNameFaults(props.namespace, `${path}.namespace`),
    ...podLabelFaults(props.podLabels, `${path}.podLabels`),
  ];
  props.alsoFrom?.forEach((from, index) => {
    faults.push(...namespaceNameFaults(from?.namespace, `${path}.alsoFrom[${index}].namespace`));
    faults.push(...podLabelFaults(from?.podLabels, `${path}.alsoFrom[${index}].podLabels`));
  });
  props.egress?.forEach((to, index) => {
    const at = `${path}.egress[${index}]`;
    if (to === undefined) return;
    if (to === 'cloud-endpoints') {
      if (!onAws)
        faults.push({
          path: at,
          given: shown(to),
          allowed: 'pods or addresses outside AWS',
          fix: 'give { cidr, port }',
        });
      return;
    }
    // What asks for cloud credentials asks the agent of its node.
    const agent = 'port' in to && to.port === POD_IDENTITY_AGENT.port ? [POD_IDENTITY_AGENT.cidr] : [];
    if ('cidr' in to) faults.push(...cidrFaults(to.cidr, `${at}.cidr`, agent));
    if ('namespace' in to) faults.push(...namespaceNameFaults(to.namespace, `${at}.namespace`));
    if ('podLabels' in to) faults.push(...podLabelFaults(to.podLabels, `${at}.podLabels`));
  });
  if (props.tenancy === undefined && users > 1) {
    faults.push({
      path: `${path}.tenancy`,
      given: 'nothing',
      allowed: '"per-project", "authenticated" or { none: { reason } }',
      fix: `${users} projects meet in this service: say how it tells them apart`,
    });
  }
  if (typeof props.tenancy === 'object') faults.push(...weakeningFaults(props.tenancy.none, `${path}.tenancy.none`));
  return faults;
}
