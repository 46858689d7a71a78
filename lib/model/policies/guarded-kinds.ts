import type { ApiKind } from './api-kind';

/** Who else than the platform's own people writes a kind. */
type Writers =
  /** Nobody. */
  | 'platform'
  /** Kubernetes' controllers and nodes: people never write it, those of the platform in an emergency only. */
  | 'kubernetes';

/** A kind whose objects decide what is isolated. */
export interface GuardedKind extends ApiKind {
  /** `project`: in the namespaces of projects. `cluster`: wherever it stands. `policy-engine`: in Kyverno's namespace. */
  readonly where: 'project' | 'cluster' | 'policy-engine';
  readonly writers: Writers;
  /** What whoever writes it could do, in a few words. */
  readonly opens: string;
  /** Whether everything is open without it. Of what leads into a project or out of it, less is safer. */
  readonly fence: boolean;
}

const kinds = (
  where: GuardedKind['where'],
  writers: Writers,
  group: string,
  version: string,
  named: Readonly<Record<string, readonly [kind: string, opens: string, fence?: 'fence']>>,
): GuardedKind[] =>
  Object.entries(named).map(([name, [kind, opens, fence]]) => {
    const [resource = name, subresource] = name.split('/');
    return {
      group,
      version,
      resource,
      kind,
      ...(subresource === undefined ? {} : { subresource }),
      where,
      writers,
      opens,
      fence: writers === 'platform' || fence !== undefined,
    };
  });

/**
 * Every kind that the isolation relies on, in one table: the rules that guard them, their policies and the documentation
 * come from it, and so do the requests that the verifier asks. Kinds of projects that are not installed match nothing until they are.
 *
 * Not here, since the API server lets no admission policy judge them: ValidatingAdmissionPolicies, MutatingAdmissionPolicies,
 * their bindings, and webhook configurations. Only RBAC guards those
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).
 */
export const GUARDED_KINDS: readonly GuardedKind[] = [
  // The fences of a project
  ...kinds('project', 'platform', 'networking.k8s.io', 'v1', {
    networkpolicies: ['NetworkPolicy', 'opens the network of the project'],
  }),
  ...kinds('project', 'platform', '', 'v1', {
    resourcequotas: ['ResourceQuota', 'takes the capacity of other projects'],
    limitranges: ['LimitRange', 'lets containers run without limits'],
    serviceaccounts: ['ServiceAccount', 'names another cloud role or pulls with other secrets'],
  }),
  ...kinds('project', 'platform', 'rbac.authorization.k8s.io', 'v1', {
    roles: ['Role', 'gives rights in the project'],
    rolebindings: ['RoleBinding', 'gives rights in the project'],
  }),
  ...kinds('project', 'platform', 'resource.k8s.io', 'v1', {
    resourceclaims: ['ResourceClaim', 'reaches devices past the quota'],
    resourceclaimtemplates: ['ResourceClaimTemplate', 'reaches devices past the quota'],
  }),
  ...kinds('project', 'platform', 'cilium.io', '*', {
    ciliumnetworkpolicies: ['CiliumNetworkPolicy', 'opens the network of the project'],
  }),
  ...kinds('project', 'platform', 'projectcalico.org', '*', {
    networkpolicies: ['NetworkPolicy', 'opens the network of the project'],
  }),
  ...kinds('project', 'platform', 'crd.projectcalico.org', '*', {
    networkpolicies: ['NetworkPolicy', 'opens the network of the project'],
  }),
  ...kinds('project', 'platform', 'networking.k8s.aws', '*', {
    applicationnetworkpolicies: ['ApplicationNetworkPolicy', 'opens the network of the project'],
  }),
  ...kinds('project', 'platform', 'k8s.cni.cncf.io', '*', {
    'network-attachment-definitions': ['NetworkAttachmentDefinition', 'adds an interface that no policy sees'],
  }),
  ...kinds('project', 'platform', 'networking.istio.io', '*', {
    gateways: ['Gateway', 'lets the world into the project by way of the mesh'],
    virtualservices: ['VirtualService', 'sends traffic of the mesh elsewhere'],
    serviceentries: ['ServiceEntry', 'gives a name of the mesh any address'],
  }),
  ...kinds('project', 'platform', 'kueue.x-k8s.io', '*', {
    localqueues: ['LocalQueue', "queues in another project's quota"],
  }),
  ...kinds('project', 'platform', 'external-secrets.io', '*', {
    secretstores: ['SecretStore', "reads another project's secrets from the store"],
  }),
  // What only controllers write: an address in them is reached, or reaches the project
  ...kinds('project', 'kubernetes', '', 'v1', {
    endpoints: ['Endpoints', 'points a Service at production'],
    'pods/status': ['Pod', 'gives a pod the address of another'],
  }),
  ...kinds('project', 'kubernetes', 'discovery.k8s.io', 'v1', {
    endpointslices: ['EndpointSlice', 'points a Service at production'],
  }),
  ...kinds('project', 'kubernetes', 'networking.k8s.io', 'v1', {
    ingresses: ['Ingress', 'lets the world into the project'],
  }),
  ...kinds('project', 'kubernetes', 'gateway.networking.k8s.io', '*', {
    gateways: ['Gateway', 'lets the world into the project'],
    httproutes: ['HTTPRoute', 'lets a gateway into the project'],
    grpcroutes: ['GRPCRoute', 'lets a gateway into the project'],
    tcproutes: ['TCPRoute', 'lets a gateway into the project'],
    tlsroutes: ['TLSRoute', 'lets a gateway into the project'],
    udproutes: ['UDPRoute', 'lets a gateway into the project'],
    referencegrants: ['ReferenceGrant', "lets another namespace's route into the project"],
  }),
  ...kinds('project', 'kubernetes', 'networking.k8s.aws', '*', {
    policyendpoints: ['PolicyEndpoint', 'opens the network of the project: the node reads it, not the policy', 'fence'],
  }),
  ...kinds('project', 'kubernetes', 'elbv2.k8s.aws', '*', {
    targetgroupbindings: ['TargetGroupBinding', 'puts pods of the project behind a load balancer'],
  }),
  // The fences of the cluster
  ...kinds('cluster', 'platform', '', 'v1', {
    persistentvolumes: ['PersistentVolume', "shows a claim another project's prefix or file system"],
  }),
  ...kinds('cluster', 'platform', 'storage.k8s.io', 'v1', {
    storageclasses: ['StorageClass', 'provisions unencrypted volumes or on a shared back end'],
    csidrivers: ['CSIDriver', 'lets a driver mount what it likes into pods'],
  }),
  ...kinds('cluster', 'platform', 'snapshot.storage.k8s.io', '*', {
    volumesnapshotcontents: ['VolumeSnapshotContent', "restores another project's snapshot"],
    volumesnapshotclasses: ['VolumeSnapshotClass', 'snapshots to another place'],
  }),
  ...kinds('cluster', 'platform', 'scheduling.k8s.io', 'v1', {
    priorityclasses: ['PriorityClass', 'lets a pod end training'],
  }),
  ...kinds('cluster', 'platform', 'node.k8s.io', 'v1', {
    runtimeclasses: ['RuntimeClass', 'adds tolerations to pods and takes sandboxes away'],
  }),
  ...kinds('cluster', 'platform', 'resource.k8s.io', 'v1', {
    deviceclasses: ['DeviceClass', 'offers devices of training nodes to everybody'],
  }),
  ...kinds('cluster', 'platform', 'rbac.authorization.k8s.io', 'v1', {
    clusterrolebindings: ['ClusterRoleBinding', 'gives rights in every project'],
  }),
  ...kinds('cluster', 'platform', 'policy.networking.k8s.io', '*', {
    adminnetworkpolicies: ['AdminNetworkPolicy', 'opens the network over all policies'],
    baselineadminnetworkpolicies: ['BaselineAdminNetworkPolicy', 'opens the network where no policy is'],
    clusternetworkpolicies: ['ClusterNetworkPolicy', 'opens the network over all policies'],
  }),
  ...kinds('cluster', 'platform', 'networking.k8s.aws', '*', {
    clusternetworkpolicies: ['ClusterNetworkPolicy', 'opens the network over all policies'],
    clusterpolicyendpoints: ['ClusterPolicyEndpoint', 'opens the network over all policies'],
  }),
  ...kinds('cluster', 'platform', 'cilium.io', '*', {
    ciliumclusterwidenetworkpolicies: ['CiliumClusterwideNetworkPolicy', 'opens the network over all policies'],
  }),
  ...kinds('cluster', 'platform', 'projectcalico.org', '*', {
    globalnetworkpolicies: ['GlobalNetworkPolicy', 'opens the network over all policies'],
    tiers: ['Tier', 'changes which policy comes first'],
  }),
  ...kinds('cluster', 'platform', 'crd.projectcalico.org', '*', {
    globalnetworkpolicies: ['GlobalNetworkPolicy', 'opens the network over all policies'],
    tiers: ['Tier', 'changes which policy comes first'],
  }),
  ...kinds('cluster', 'platform', 'karpenter.sh', '*', {
    nodepools: ['NodePool', 'makes training nodes without the taint'],
    nodeoverlays: ['NodeOverlay', 'changes what nodes claim to have'],
  }),
  ...kinds('cluster', 'platform', 'karpenter.k8s.aws', '*', {
    ec2nodeclasses: ['EC2NodeClass', 'gives nodes another role, image or security group'],
  }),
  ...kinds('cluster', 'platform', 'kueue.x-k8s.io', '*', {
    clusterqueues: ['ClusterQueue', 'lends the capacity of other projects'],
    cohorts: ['Cohort', 'lends the capacity of other projects'],
    resourceflavors: ['ResourceFlavor', 'adds tolerations and node labels to queued pods'],
    workloadpriorityclasses: ['WorkloadPriorityClass', 'lets a job end others in the queue'],
  }),
  ...kinds('cluster', 'platform', 'trainer.kubeflow.org', '*', {
    clustertrainingruntimes: ['ClusterTrainingRuntime', 'changes the template of every training job'],
  }),
  ...kinds('cluster', 'platform', 'external-secrets.io', '*', {
    clustersecretstores: ['ClusterSecretStore', 'reads secrets of every project'],
  }),
  ...kinds('cluster', 'platform', 'nvidia.com', '*', {
    clusterpolicies: ['ClusterPolicy', 'switches device isolation and tolerations of the GPU operator'],
  }),
  ...kinds('cluster', 'platform', 'mellanox.com', '*', {
    nicclusterpolicies: ['NicClusterPolicy', 'switches RDMA devices of nodes'],
  }),
  // The policies themselves
  ...kinds('cluster', 'platform', 'kyverno.io', 'v1', {
    clusterpolicies: ['ClusterPolicy', 'switches a rule off'],
    policies: ['Policy', 'changes objects on their way in'],
  }),
  ...kinds('cluster', 'platform', 'kyverno.io', 'v2', {
    policyexceptions: ['PolicyException', 'switches a rule off for some'],
    globalcontextentries: ['GlobalContextEntry', 'changes what policies look up'],
    cleanuppolicies: ['CleanupPolicy', 'deletes objects with the rights of Kyverno'],
    clustercleanuppolicies: ['ClusterCleanupPolicy', 'deletes objects with the rights of Kyverno'],
  }),
  ...kinds('cluster', 'platform', 'policies.kyverno.io', '*', {
    validatingpolicies: ['ValidatingPolicy', 'switches a rule off'],
    imagevalidatingpolicies: ['ImageValidatingPolicy', 'lets unsigned images in'],
    mutatingpolicies: ['MutatingPolicy', 'changes objects on their way in'],
    generatingpolicies: ['GeneratingPolicy', 'creates objects with the rights of Kyverno'],
    deletingpolicies: ['DeletingPolicy', 'deletes objects with the rights of Kyverno'],
    namespacedmutatingpolicies: ['NamespacedMutatingPolicy', 'changes objects on their way in'],
    namespacedgeneratingpolicies: ['NamespacedGeneratingPolicy', 'creates objects with the rights of Kyverno'],
    namespaceddeletingpolicies: ['NamespacedDeletingPolicy', 'deletes objects with the rights of Kyverno'],
    policyexceptions: ['PolicyException', 'switches a rule off for some'],
  }),
  // Kyverno itself
  ...kinds('policy-engine', 'platform', '', 'v1', {
    configmaps: ['ConfigMap', 'filters objects away from Kyverno'],
    secrets: ['Secret', "takes over Kyverno's webhook"],
    services: ['Service', "takes over Kyverno's webhook"],
    serviceaccounts: ['ServiceAccount', 'acts as Kyverno'],
  }),
  ...kinds('policy-engine', 'platform', 'apps', 'v1', {
    deployments: ['Deployment', 'stops Kyverno or starts another in its place'],
    // At no replicas Kyverno takes its webhooks away as it ends.
    'deployments/scale': ['Deployment', 'stops Kyverno'],
  }),
  ...kinds('policy-engine', 'platform', 'rbac.authorization.k8s.io', 'v1', {
    roles: ['Role', 'takes rights from Kyverno'],
    rolebindings: ['RoleBinding', 'acts as Kyverno'],
  }),
];

export const guardedIn = (where: GuardedKind['where'], writers: Writers): readonly GuardedKind[] =>
  GUARDED_KINDS.filter((kind) => kind.where === where && kind.writers === writers);
