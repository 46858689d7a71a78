import * as v from 'valibot';
import { weakeningFaults, weakeningShape, type Weakening } from '../risk/accepted-risk';
import type { Aws } from '../aws/aws';
import { cidrFaults } from './cidr';
import { dnsFaults, type DnsProps } from './dns-server';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { isDnsSubdomain } from '../names';
import { port, shape, textList, textOr, type Draft } from '../fault/shape';

/** What enforces the cluster's network policies: Amazon's VPC CNI, Cilium or Calico. */
export type CniKind = 'vpc-cni' | 'cilium' | 'calico';

/** The VPC CNI with its default start: every pod is open until its policies are attached. */
export interface OpenStartCni {
  /** Only the VPC CNI has a choice of how pods start. */
  readonly kind: 'vpc-cni';
  /**
   * Accepts `NETWORK_POLICY_ENFORCING_MODE=standard`. Without it the mode is `strict`: a pod reaches nothing until its
   * policies are attached (https://github.com/aws/amazon-vpc-cni-k8s#network_policy_enforcing_mode-v1171).
   */
  readonly startsOpen: Weakening;
}

/** Where the API server answers, for components that need it. Training pods never do. */
export interface ControlPlaneProps {
  /** Blocks of its addresses. */
  readonly cidrs: readonly string[];
  /** Port of the API server. */
  readonly port: number;
}

export const cniShape = v.optional(
  textOr(
    v.picklist(['vpc-cni', 'cilium', 'calico']),
    shape<OpenStartCni>({ kind: v.literal('vpc-cni'), startsOpen: weakeningShape }),
  ),
);
export const controlPlaneShape = v.optional(shape<ControlPlaneProps>({ cidrs: textList, port }));

/** What the policies of the cluster are written for. */
export interface ClusterNetwork {
  /** What enforces the policies. */
  readonly cni: CniKind;
  /** With a strict start every pod of the cluster needs a policy that allows it something. */
  readonly startsClosed: boolean;
  /** Where the cluster's DNS answers. */
  readonly dns: DnsProps;
  /** `cluster.local`, or what kubelets have as `clusterDomain`. */
  readonly clusterDomain: string;
  /** Undefined where nobody said where it is; a component that needs it is then refused. */
  readonly controlPlane?: ControlPlaneProps;
  /** Blocks of cloud endpoints that training pods reach on 443. */
  readonly endpointCidrs: readonly string[];
  /** Blocks of cloud endpoints that components reach on 443: those of training pods and more. */
  readonly platformEndpointCidrs: readonly string[];
}

/** What a description says of the cluster's network; the fields are those of `PlatformProps`. */
export interface ClusterNetworkProps {
  readonly cni?: CniKind | OpenStartCni;
  readonly dns?: DnsProps;
  readonly clusterDomain?: string;
  readonly controlPlane?: ControlPlaneProps;
}

export function resolveClusterNetwork(props: ClusterNetworkProps, aws: Aws | undefined): ClusterNetwork {
  const cni = typeof props.cni === 'object' ? props.cni.kind : (props.cni ?? 'vpc-cni');
  const controlPlane =
    props.controlPlane ??
    (aws !== undefined && aws.subnets.controlPlane.length > 0
      ? { cidrs: aws.subnets.controlPlane, port: 443 }
      : undefined);
  return {
    cni,
    startsClosed: cni === 'vpc-cni' && typeof props.cni !== 'object',
    dns: props.dns ?? 'pods',
    clusterDomain: props.clusterDomain ?? 'cluster.local',
    ...(controlPlane === undefined ? {} : { controlPlane }),
    endpointCidrs: aws?.subnets.endpoints ?? [],
    platformEndpointCidrs: aws === undefined ? [] : [...aws.subnets.endpoints, ...aws.subnets.platformEndpoints],
  };
}

export function clusterNetworkFaults(props: Draft<ClusterNetworkProps>, onAws: boolean): Fault[] {
  const faults: Fault[] = [];
  if (props.cni === undefined && !onAws) {
    faults.push({
      path: 'cni',
      given: 'nothing',
      allowed: '"vpc-cni", "cilium" or "calico"',
      fix: 'name the CNI of the cluster: policies of a CNI that does not enforce them isolate nothing',
    });
  }
  if (typeof props.cni === 'object') faults.push(...weakeningFaults(props.cni.startsOpen, 'cni.startsOpen'));
  faults.push(...dnsFaults(props.dns));
  if (props.clusterDomain !== undefined && !isDnsSubdomain(props.clusterDomain)) {
    faults.push({
      path: 'clusterDomain',
      given: shown(props.clusterDomain),
      allowed: 'a DNS name without a dot at its end',
      fix: 'write what kubelets have as clusterDomain, such as "cluster.local"',
    });
  }
  if (props.controlPlane?.cidrs?.length === 0) {
    faults.push({
      path: 'controlPlane.cidrs',
      given: '[]',
      allowed: 'at least one block',
      fix: 'an empty list of peers would mean everybody',
    });
  }
  props.controlPlane?.cidrs?.forEach((cidr, index) => faults.push(...cidrFaults(cidr, `controlPlane.cidrs[${index}]`)));
  return faults;
}
