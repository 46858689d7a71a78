import { shown, suggestion } from '../../model/fault';

/** A resource as people write it: `pods`, `pods/exec`, `deployments.apps`, `jobs.batch/status`. */
export interface ResourceName {
  readonly resource: string;
  readonly apiGroup: string;
  readonly subresource?: string;
  /** Undefined for resources that are not known here. */
  readonly namespaced: boolean | undefined;
}

/** Resources by API group; those outside namespaces have a dot in front. */
const RESOURCES: Readonly<Record<string, string>> = {
  '': 'bindings configmaps endpoints events limitranges persistentvolumeclaims pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services .namespaces .nodes .persistentvolumes .componentstatuses .users .groups',
  apps: 'controllerrevisions daemonsets deployments replicasets statefulsets',
  batch: 'cronjobs jobs',
  autoscaling: 'horizontalpodautoscalers',
  policy: 'poddisruptionbudgets',
  'networking.k8s.io': 'ingresses networkpolicies .ingressclasses .ipaddresses .servicecidrs',
  'rbac.authorization.k8s.io': 'roles rolebindings .clusterroles .clusterrolebindings',
  'authorization.k8s.io':
    'localsubjectaccessreviews .subjectaccessreviews .selfsubjectaccessreviews .selfsubjectrulesreviews',
  'authentication.k8s.io': '.tokenreviews .selfsubjectreviews .userextras .uids .users .groups .nodes serviceaccounts',
  'certificates.k8s.io': '.certificatesigningrequests .signers .clustertrustbundles',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'events.k8s.io': 'events',
  'admissionregistration.k8s.io':
    '.mutatingwebhookconfigurations .validatingwebhookconfigurations .validatingadmissionpolicies .validatingadmissionpolicybindings .mutatingadmissionpolicies .mutatingadmissionpolicybindings',
  'apiextensions.k8s.io': '.customresourcedefinitions',
  'apiregistration.k8s.io': '.apiservices',
  'node.k8s.io': '.runtimeclasses',
  'scheduling.k8s.io': '.priorityclasses',
  'storage.k8s.io': 'csistoragecapacities .storageclasses .csidrivers .csinodes .volumeattachments',
  'resource.k8s.io': 'resourceclaims resourceclaimtemplates .deviceclasses .resourceslices',
  'policy.networking.k8s.io': '.adminnetworkpolicies .baselineadminnetworkpolicies .clusternetworkpolicies',
  'kyverno.io': 'policies policyexceptions .clusterpolicies',
  'policies.kyverno.io':
    'namespacedvalidatingpolicies policyexceptions .validatingpolicies .mutatingpolicies .imagevalidatingpolicies',
  'kueue.x-k8s.io': 'localqueues workloads .clusterqueues .resourceflavors',
  'jobset.x-k8s.io': 'jobsets',
  'trainer.kubeflow.org': 'trainjobs trainingruntimes .clustertrainingruntimes',
  'kubeflow.org': 'pytorchjobs mpijobs',
  'ray.io': 'rayclusters rayjobs rayservices',
  'batch.volcano.sh': 'jobs',
  'karpenter.sh': '.nodepools .nodeclaims',
  'karpenter.k8s.aws': '.ec2nodeclasses',
};

/** Short and singular forms that people type. */
const ALIASES: Readonly<Record<string, string>> = {
  po: 'pods',
  pod: 'pods',
  secret: 'secrets',
  cm: 'configmaps',
  configmap: 'configmaps',
  sa: 'serviceaccounts',
  serviceaccount: 'serviceaccounts',
  svc: 'services',
  service: 'services',
  ns: 'namespaces',
  namespace: 'namespaces',
  no: 'nodes',
  node: 'nodes',
  pv: 'persistentvolumes',
  pvc: 'persistentvolumeclaims',
  quota: 'resourcequotas',
  deploy: 'deployments',
  deployment: 'deployments',
  ds: 'daemonsets',
  sts: 'statefulsets',
  rs: 'replicasets',
  job: 'jobs',
  cj: 'cronjobs',
  cronjob: 'cronjobs',
  netpol: 'networkpolicies',
  networkpolicy: 'networkpolicies',
  ing: 'ingresses',
  role: 'roles',
  rolebinding: 'rolebindings',
  clusterrole: 'clusterroles',
  clusterrolebinding: 'clusterrolebindings',
  crd: 'customresourcedefinitions',
  csr: 'certificatesigningrequests',
  pc: 'priorityclasses',
  sc: 'storageclasses',
  cpol: 'clusterpolicies',
};

/** Names without a group whose group is the first of the table; a group behind a dot decides. */
const KNOWN = Object.entries(RESOURCES).flatMap(([apiGroup, line]) =>
  line.split(' ').map((name) => ({ apiGroup, resource: name.replace(/^\./, ''), namespaced: !name.startsWith('.') })),
);

/**
 * Whether a resource lies outside namespaces, so that no binding of a namespace gives anything on it. A namespace is asked
 * about inside itself: a role there may give its own.
 */
export function isOutsideNamespaces(named: Named): boolean {
  return knownAs(named)?.namespaced === false && named.resource !== 'namespaces';
}

/** Whether a resource is known here. */
export function isKnownResource(named: Named): boolean {
  return knownAs(named) !== undefined;
}

type Named = Pick<ResourceName, 'apiGroup' | 'resource'>;

function knownAs({ apiGroup, resource }: Named): (typeof KNOWN)[number] | undefined {
  return KNOWN.find((item) => item.resource === resource && item.apiGroup === apiGroup);
}

/** Stars stand for a whole part or for nothing: of `pods/*` the authorizer knows neither a rule nor a call. */
const PATH = /^(\*|[A-Za-z0-9-]+)(\.(\*|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*))?$/;

/**
 * Reads a resource. A resource that is not known here needs its group: `widgets.example.com`.
 *
 * @returns a text with what is wrong if its group cannot be told
 */
export function readResourceName(text: string): ResourceName | string {
  const [path = '', subresource, ...more] = text.split('/');
  if (more.length > 0 || !PATH.test(path) || subresource === '' || subresource?.includes('*') === true)
    return `${shown(text)} is no resource: write resource, resource.group or resource/subresource`;
  const sub = subresource === undefined ? {} : { subresource };
  const dot = path.indexOf('.');
  const name = dot === -1 ? path : path.slice(0, dot);
  const resource = Object.hasOwn(ALIASES, name) ? (ALIASES[name] as string) : name;
  if (dot !== -1) {
    const apiGroup = path.slice(dot + 1);
    return { resource, apiGroup, ...sub, namespaced: knownAs({ resource, apiGroup })?.namespaced };
  }
  if (resource === '*') return { resource, apiGroup: '*', ...sub, namespaced: undefined };
  const known = KNOWN.find((item) => item.resource === resource);
  if (known !== undefined) return { resource, apiGroup: known.apiGroup, ...sub, namespaced: known.namespaced };
  return `the group of ${resource} is not known: ${suggestion(
    resource,
    KNOWN.map((item) => item.resource),
    `write ${resource}.GROUP`,
  )}`;
}
