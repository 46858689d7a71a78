/** A port that a component serves, and who may reach it. */
export interface ServedPort {
  /** Port of the container, 1 to 65535. */
  readonly port: number;
  /** Protocol of the transport. @default "TCP" */
  readonly protocol?: 'TCP' | 'UDP';
  /** `cluster`: every pod. `control-plane`: the API server, for webhooks. */
  readonly from: 'cluster' | 'control-plane';
}

/** What a component needs of the network, besides its own node. */
export interface ComponentNeeds {
  /** The cluster's DNS. */
  readonly dns?: boolean;
  /** The cluster's API server. */
  readonly kubernetesApi?: boolean;
  /** The cloud's interface endpoints on 443. */
  readonly cloudEndpoints?: boolean;
  /** Credentials from the Pod Identity agent. */
  readonly podIdentity?: boolean;
  /** The resolver that the cluster's DNS forwards to. */
  readonly upstreamDns?: boolean;
  /** Kubelets on 10250. */
  readonly kubelets?: boolean;
  /** Ports that it serves, and to whom. @default - none */
  readonly serves?: readonly ServedPort[];
}

/** Something that runs outside the projects and makes training work: DNS, device plugins, drivers, operators. */
export interface ComponentProps {
  /** Name of the component, part of the names of its policies. */
  readonly name: string;
  /** Namespace of its pods, made by the manifests unless it is one of Kubernetes' own. */
  readonly namespace: string;
  /** Labels of its pods. @default - every pod of the namespace */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Pods on the host's network stand outside every NetworkPolicy. @default false */
  readonly hostNetwork?: boolean;
  /** Required where the CNI starts pods closed, unless the component is on the host's network. `{}` means nothing. */
  readonly needs?: ComponentNeeds;
  /**
   * Level of Pod Security that the namespace enforces.
   * @default "privileged", since most node agents mount host paths
   */
  readonly podSecurity?: 'privileged' | 'baseline' | 'restricted';
}
