import { guardedIn, type GuardedKind } from '../../model/policies/guarded-kinds';
import type { ApiRequest } from './rule';
import { AUTHENTICATION } from './impersonation';
import { MAKERS_OF_CLUSTER, POD_MAKERS } from './pod-makers';
import { isClusterScoped } from '../input/kinds';

export type Right = Omit<ApiRequest, 'namespace' | 'name'>;

const CORE = '';
const RBAC = 'rbac.authorization.k8s.io';
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;

function rights(verbs: readonly string[], apiGroup: string, ...resources: readonly string[]): readonly Right[] {
  return resources.flatMap((combined) => {
    const [resource = '', subresource] = combined.split('/');
    return verbs.map((verb) => ({ verb, apiGroup, resource, ...(subresource === undefined ? {} : { subresource }) }));
  });
}

/** Making, changing and deleting objects of some kinds of a group. */
export function writes(apiGroup: string, ...resources: readonly string[]): readonly Right[] {
  return rights(WRITE, apiGroup, ...resources);
}

/** Ways into a running pod. Both verbs: a WebSocket exec needed only get before 1.35 (https://github.com/kubernetes/kubernetes/pull/134577). */
export const INTO_PODS: readonly Right[] = [
  ...rights(['get', 'create'], CORE, 'pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'),
  ...rights(['update', 'patch'], CORE, 'pods/ephemeralcontainers'),
];

export const READ_SECRETS: readonly Right[] = [
  ...rights(['get', 'list', 'watch'], CORE, 'secrets'),
  // An operator copies what these name into a store (https://external-secrets.io/latest/api/pushsecret/).
  ...rights(['create', 'update', 'patch'], 'external-secrets.io', 'pushsecrets'),
];

/**
 * What operators make Secrets of, in its own namespace: who works there may ask for some, and nobody does so everywhere
 * (https://external-secrets.io/latest/api/externalsecret/, https://github.com/bitnami-labs/sealed-secrets).
 */
export const MAKE_SECRETS: readonly Right[] = [
  ...writes('external-secrets.io', 'externalsecrets'),
  ...writes('bitnami.com', 'sealedsecrets'),
];

/** Being somebody else, under constraint (https://kep.k8s.io/5284) too: what may be done then, other rules say. */
export const BECOME_ACCOUNTS: readonly Right[] = [
  ...rights(['create'], CORE, 'serviceaccounts/token'),
  ...rights(['impersonate'], CORE, 'serviceaccounts', 'users', 'groups'),
  ...rights(['impersonate:serviceaccount'], AUTHENTICATION, 'serviceaccounts'),
  ...rights(['impersonate:user-info'], AUTHENTICATION, 'users', 'groups'),
  ...rights(['impersonate:arbitrary-node'], AUTHENTICATION, 'nodes'),
  // A certificate in the name of any pod, for who makes the request; of kubelets alone it is asked whether the pod is theirs
  // (https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests).
  ...rights(['create'], 'certificates.k8s.io', 'podcertificaterequests'),
];

/** The same, and being the own node, which an agent of the node may: whoever escapes to it is it anyway. */
export const BECOME_ANYBODY: readonly Right[] = [
  ...BECOME_ACCOUNTS,
  ...rights(['impersonate:associated-node'], AUTHENTICATION, 'nodes'),
];

/** Bare pods name any account and claim, and the VPC CNI does not police them. */
export const WRITE_PODS: readonly Right[] = [
  ...rights(['create', 'update', 'patch'], CORE, 'pods', 'replicationcontrollers'),
  ...rights(['create'], CORE, 'pods/binding', 'bindings'),
];

/** Writing kinds that the policies guard; a part of an object, such as its status, is only changed. */
function writeGuarded(kinds: readonly GuardedKind[]): readonly Right[] {
  return kinds.flatMap(({ group, resource, subresource }) =>
    subresource === undefined
      ? writes(group, resource)
      : rights(['update', 'patch'], group, `${resource}/${subresource}`),
  );
}

const OF_CLUSTER = guardedIn('cluster', 'platform');

/** Kinds that are guarded wherever they stand, and that stand in namespaces. */
const ANYWHERE = OF_CLUSTER.filter(({ group, version, kind }) => !isClusterScoped(`${group}/${version}`, kind));

/** A tool applies what these say with its own rights, into any namespace, from whichever they stand in. */
const APPLIED_FROM_ANYWHERE: readonly Right[] = [
  ...writes('kustomize.toolkit.fluxcd.io', 'kustomizations'),
  ...writes('helm.toolkit.fluxcd.io', 'helmreleases'),
  // Where it takes what it applies from, and who changes that (https://fluxcd.io/flux/components/).
  ...writes(
    'source.toolkit.fluxcd.io',
    'gitrepositories',
    'ocirepositories',
    'buckets',
    'helmrepositories',
    'helmcharts',
  ),
  ...writes('image.toolkit.fluxcd.io', 'imageupdateautomations'),
  ...writes('helm.cattle.io', 'helmcharts'),
  // By default with the rights of its operator, every one (https://fluxoperator.dev/docs/crd/resourceset/#role-based-access-control).
  ...writes('fluxcd.controlplane.io', 'resourcesets'),
  // Labels and taints of nodes, and modules in their kernel
  // (https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/custom-resources.html, https://kmm.sigs.k8s.io/).
  ...writes('nfd.k8s-sigs.io', 'nodefeatures'),
  ...writes('kmm.sigs.x-k8s.io', 'modules'),
  // Objects in other namespaces of a tree or of a tenant (https://github.com/kubernetes-retired/hierarchical-namespaces, https://projectcapsule.dev/docs/).
  ...writes('hnc.x-k8s.io', 'hierarchyconfigurations', 'subnamespaceanchors'),
  ...writes('capsule.clastix.io', 'tenantresources'),
  // Bindings of whomever they name, in a cluster or a project (https://ranchermanager.docs.rancher.com/api/workflows/projects).
  ...writes('management.cattle.io', 'clusterroletemplatebindings', 'projectroletemplatebindings'),
];

/** The same of tools that have a namespace for it; a restore puts the Secrets and disks of one namespace into another. */
export const APPLIED_FROM_ONE_PLACE: readonly Right[] = [
  ...writes('argoproj.io', 'applications', 'applicationsets', 'appprojects'),
  ...writes('velero.io', 'restores'),
  ...writes('kyverno.io', 'updaterequests'),
  // https://fleet.rancher.io/ref-crds, https://github.com/rancher/system-upgrade-controller
  ...writes('fleet.cattle.io', 'gitrepos', 'bundles', 'helmops'),
  ...writes('upgrade.cattle.io', 'plans'),
  // https://open-cluster-management.io/docs/concepts/work-distribution/manifestwork/
  ...writes('work.open-cluster-management.io', 'manifestworks'),
  // Which namespaces Gatekeeper leaves out (https://open-policy-agent.github.io/gatekeeper/website/docs/exempt-namespaces/).
  ...writes('config.gatekeeper.sh', 'configs'),
  // An interface for pods of another namespace (https://github.com/k8snetworkplumbingwg/sriov-network-operator).
  ...writes('sriovnetwork.openshift.io', 'sriovnetworks', 'sriovibnetworks', 'ovsnetworks'),
];

/** The same of the whole cluster, and what operators of nodes do to each of them. */
const APPLIED_IN_CLUSTER: readonly Right[] = [
  ...writes('kro.run', 'resourcegraphdefinitions'),
  ...writes('clustersecret.io', 'clustersecrets'),
  // Secrets of every namespace, into it and out of it (https://external-secrets.io/latest/api/clusterexternalsecret/).
  ...writes('external-secrets.io', 'clusterexternalsecrets', 'clusterpushsecrets'),
  // Further interfaces for pods of the namespace that they name (https://github.com/Mellanox/network-operator).
  ...writes('mellanox.com', 'hostdevicenetworks', 'macvlannetworks', 'ipoibnetworks'),
  // Bindings of whomever they name (https://rbac-manager.docs.fairwinds.com/rbacdefinitions/), and who is in a group or a user.
  ...writes('rbacmanager.reactiveops.io', 'rbacdefinitions'),
  ...writes('management.cattle.io', 'globalrolebindings'),
  ...writes('kubeflow.org', 'profiles'),
  ...writes('authorization.openshift.io', 'clusterroles', 'clusterrolebindings'),
  ...writes('user.openshift.io', 'groups', 'users', 'identities', 'useridentitymappings'),
  ...writes('iamauthenticator.k8s.aws', 'iamidentitymappings'),
  ...writes('capsule.clastix.io', 'tenants', 'globaltenantresources'),
  ...writes('hnc.x-k8s.io', 'hncconfigurations'),
  ...writes('nvidia.com', 'nvidiadrivers'),
  ...writes('nfd.k8s-sigs.io', 'nodefeaturerules'),
  ...writes('kmm.sigs.x-k8s.io', 'nodemodulesconfigs'),
  // What a webhook answers is applied (https://metacontroller.github.io/metacontroller/api.html).
  ...writes('metacontroller.k8s.io', 'compositecontrollers', 'decoratorcontrollers'),
  // https://open-policy-agent.github.io/gatekeeper/website/docs/mutation/
  ...writes('templates.gatekeeper.sh', 'constrainttemplates'),
  ...writes('mutations.gatekeeper.sh', 'assign', 'assignmetadata', 'assignimage', 'modifyset'),
  // Faults in pods of any namespace that they select (https://chaos-mesh.org/docs/define-chaos-experiment-scope/).
  ...writes('chaos-mesh.org', 'podchaos', 'networkchaos', 'iochaos', 'stresschaos', 'timechaos', 'kernelchaos'),
  ...writes('chaos-mesh.org', 'dnschaos', 'httpchaos', 'jvmchaos', 'blockchaos', 'awschaos', 'schedules', 'workflows'),
  // Files, units and settings of every node (https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/machine_configuration).
  ...writes('machineconfiguration.openshift.io', 'machineconfigs', 'machineconfigpools', 'kubeletconfigs'),
  // What pods may be at all (https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/authentication_and_authorization/managing-pod-security-policies).
  ...writes('security.openshift.io', 'securitycontextconstraints'),
];

/** By its own API server, and as the definitions behind that. */
export const CALICO_GROUPS = ['projectcalico.org', 'crd.projectcalico.org'];

/**
 * What an engine of policies goes by beside the policies: whether it enforces them, whose an address is, and where traffic
 * is led (https://docs.tigera.io/calico/latest/reference/resources/, https://docs.cilium.io/en/stable/network/kubernetes/ciliumendpoint/).
 */
const ENGINE_OF_CLUSTER: readonly Right[] = [
  ...CALICO_GROUPS.flatMap((group) =>
    writes(group, 'felixconfigurations', 'ippools', 'hostendpoints', 'globalnetworksets'),
  ),
  // Rights to policies of a tier, which Calico's API server asks for beside those to the kind.
  ...writes('projectcalico.org', 'tier.networkpolicies', 'tier.globalnetworkpolicies'),
  ...writes('operator.tigera.io', 'installations'),
  ...writes('cilium.io', 'ciliumidentities', 'ciliumendpointslices', 'ciliumcidrgroups'),
  ...writes('cilium.io', 'ciliumclusterwideenvoyconfigs', 'ciliumegressgatewaypolicies'),
  // They end processes and change what a call answers, on every node (https://tetragon.io/docs/concepts/tracing-policy/).
  ...writes('cilium.io', 'tracingpolicies'),
];
/** The same of kinds that stand in namespaces. */
const ENGINE_OF_NAMESPACE: readonly Right[] = [
  ...CALICO_GROUPS.flatMap((group) => writes(group, 'networksets')),
  ...writes('cilium.io', 'ciliumnodeconfigs', 'ciliumendpoints', 'ciliumlocalredirectpolicies', 'ciliumenvoyconfigs'),
  // Any setting of the proxies of the mesh (https://istio.io/latest/docs/reference/config/networking/envoy-filter/).
  ...writes('networking.istio.io', 'envoyfilters'),
];

/** All that a tool applies with its own rights. */
export const APPLIED_BY_TOOLS: readonly Right[] = [...APPLIED_FROM_ANYWHERE, ...APPLIED_FROM_ONE_PLACE];

/** The labels of a namespace may be changed through these as well (https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/namespace/strategy.go). */
const WRITE_NAMESPACE_PARTS = rights(['update', 'patch'], CORE, 'namespaces/status', 'namespaces/finalize');

/** What isolates a project, and what leads around it. */
export const WRITE_FENCES: readonly Right[] = [
  ...writeGuarded(guardedIn('project', 'platform')),
  ...writeGuarded(guardedIn('project', 'kubernetes')),
  ...writeGuarded(ANYWHERE),
  // What pods read and keep; whoever works in a project needs none of these.
  ...writes(CORE, 'secrets', 'configmaps', 'persistentvolumeclaims'),
  ...APPLIED_FROM_ANYWHERE,
  ...ENGINE_OF_NAMESPACE,
  // Has a tool give Secrets to other namespaces.
  ...writes('secretgen.carvel.dev', 'secretexports'),
  // What runs these acts in the cloud and in the cluster, as accounts that the writer may name.
  ...writes('infra.contrib.fluxcd.io', 'terraforms'),
  ...writes('pulumi.com', 'stacks', 'programs'),
  ...writes('auto.pulumi.com', 'workspaces', 'updates'),
  // An operator comes with roles of the whole cluster (https://olm.operatorframework.io/docs/concepts/crds/).
  ...writes('operators.coreos.com', 'subscriptions', 'installplans', 'clusterserviceversions', 'catalogsources'),
  ...writes('eks.amazonaws.com', 'targetgroupbindings'),
  // What a quota counts so far.
  ...rights(['update', 'patch'], CORE, 'resourcequotas/status'),
  ...writes('vpcresources.k8s.aws', 'securitygrouppolicies'),
  ...rights(['bind', 'escalate'], RBAC, 'roles', 'clusterroles'),
  // The older form of RBAC, which OpenShift serves beside it.
  ...writes('authorization.openshift.io', 'roles', 'rolebindings'),
  // A call about a namespace is one in it: a binding there holds for it
  // (https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/request/requestinfo.go).
  ...rights(['update', 'patch', 'delete'], CORE, 'namespaces'),
  ...WRITE_NAMESPACE_PARTS,
];

/** Whose request for a kubelet's certificate Kubernetes approves by itself, in the name of any node (https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#approval). */
export const BECOME_NODES: readonly Right[] = rights(
  ['create'],
  'certificates.k8s.io',
  'certificatesigningrequests/nodeclient',
);

/** Kinds of the whole cluster that every project's isolation rests on. */
export const WRITE_CLUSTER: readonly Right[] = [
  ...writeGuarded(OF_CLUSTER),
  ...MAKERS_OF_CLUSTER.filter(
    ({ apiGroup, resource }) => !OF_CLUSTER.some((kind) => kind.group === apiGroup && kind.resource === resource),
  ).flatMap(({ apiGroup, resource }) => writes(apiGroup, resource)),
  // The rest is guarded by RBAC alone, or by what is in it: of the policies themselves no policy is asked.
  ...rights(
    WRITE,
    'admissionregistration.k8s.io',
    'validatingwebhookconfigurations',
    'mutatingwebhookconfigurations',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'mutatingadmissionpolicies',
    'mutatingadmissionpolicybindings',
  ),
  ...writes(CORE, 'namespaces', 'nodes'),
  ...WRITE_NAMESPACE_PARTS,
  // Those of a node as well, and what it has to give.
  ...rights(['update', 'patch'], CORE, 'nodes/status'),
  ...rights(['get', 'create', 'update', 'patch'], CORE, 'nodes/proxy'),
  // What a pod is given, and what a container has in memory
  // (https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/).
  ...rights(['get'], CORE, 'nodes/log', 'nodes/pods'),
  ...rights(['create'], CORE, 'nodes/checkpoint'),
  ...writes(RBAC, 'clusterroles'),
  ...writes('storage.k8s.io', 'volumeattachments'),
  ...writes('karpenter.sh', 'nodeclaims'),
  ...writes('eks.amazonaws.com', 'nodeclasses'),
  // Which snapshot a content is stands in its status.
  ...rights(['update', 'patch'], 'snapshot.storage.k8s.io', 'volumesnapshotcontents/status'),
  ...writes('groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents', 'volumegroupsnapshotclasses'),
  ...rights(['update', 'patch'], 'groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents/status'),
  ...APPLIED_FROM_ONE_PLACE,
  ...APPLIED_IN_CLUSTER,
  ...MAKE_SECRETS,
  ...ENGINE_OF_CLUSTER,
  // Puts a container beside those of every pod that it selects (https://openkruise.io/docs/user-manuals/sidecarset).
  ...writes('apps.kruise.io', 'sidecarsets'),
  // A range of addresses that Services may take, and the subnets and security groups of pods.
  ...writes('networking.k8s.io', 'servicecidrs'),
  ...writes('crd.k8s.amazonaws.com', 'eniconfigs'),
  ...writes('apiextensions.k8s.io', 'customresourcedefinitions'),
  ...writes('apiregistration.k8s.io', 'apiservices'),
  ...rights(['approve', 'sign'], 'certificates.k8s.io', 'signers'),
  ...rights(['update', 'patch'], 'certificates.k8s.io', 'certificatesigningrequests/approval'),
  ...BECOME_NODES,
];

/** What OpenShift lets pods be, for whoever makes them. */
export const USE_CONSTRAINTS: readonly Right[] = rights(['use'], 'security.openshift.io', 'securitycontextconstraints');

/** What Kyverno's work rests on, in its namespace. */
export const WRITE_ENGINE: readonly Right[] = writeGuarded(guardedIn('policy-engine', 'platform'));

/** At no replicas Kyverno takes its webhooks away as it ends; of the other kinds a right everywhere counts anyway. */
export const SCALE_ENGINE: readonly Right[] = WRITE_ENGINE.filter(({ subresource }) => subresource !== undefined);

/** Anything by which code runs in a namespace. */
export const RUN_CODE: readonly Right[] = POD_MAKERS.flatMap(({ apiGroup, resource }) =>
  rights(['create'], apiGroup, resource),
);

/** What it is to work in a project: its logs are read, and its jobs are started, changed and stopped. */
export const WORK: readonly Right[] = [
  ...POD_MAKERS.flatMap(({ apiGroup, resource }) => writes(apiGroup, resource)),
  ...rights(['get'], CORE, 'pods/log'),
];

/** What shows the work of a project: images, arguments and variables stand in it. */
export const SEE_WORK: readonly Right[] = [
  ...rights(['get', 'list', 'watch'], CORE, 'configmaps'),
  ...POD_MAKERS.flatMap(({ apiGroup, resource }) => rights(['get', 'list', 'watch'], apiGroup, resource)),
];

/** Where a name of a project leads, and which addresses outside are a Service's (https://nvd.nist.gov/vuln/detail/CVE-2020-8554). */
export const WRITE_SERVICES: readonly Right[] = writes(CORE, 'services');

/** What ends work or makes it smaller and writes none of it; drains and autoscalers need it in the whole cluster. */
export const END_WORK: readonly Right[] = [
  ...rights(['create'], CORE, 'pods/eviction'),
  ...rights(['update', 'patch'], CORE, 'pods/resize', 'replicationcontrollers/scale'),
  ...rights(['update', 'patch'], 'apps', 'deployments/scale', 'statefulsets/scale', 'replicasets/scale'),
];
