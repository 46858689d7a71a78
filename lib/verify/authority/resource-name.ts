import { shown, suggestion } from '../../model/fault/fault';
import { GUARDED_KINDS } from '../../model/policies/guarded-kinds';
import { isBuiltInGroup, isClusterScoped } from '../input/kinds';
import { ownValue } from '../record';
import { MAKER_KINDS } from '../workload/maker-kinds';
import { mayLackName, type ApiRequest } from './rule';

/** A resource as people write it: `pods`, `pods/exec`, `deployments.apps`, `jobs.batch/status`. */
export interface ResourceName {
  readonly resource: string;
  readonly apiGroup: string;
  readonly subresource?: string;
  /** Undefined for resources that are not known here. */
  readonly namespaced: boolean | undefined;
}

/**
 * Resources by API group that neither the policies guard nor pods are made by; those outside namespaces have a dot in
 * front.
 */
const OTHERS: Readonly<Record<string, string>> = {
  '': 'bindings events persistentvolumeclaims podtemplates .namespaces .nodes .componentstatuses .users .groups',
  apps: 'controllerrevisions',
  autoscaling: 'horizontalpodautoscalers',
  policy: 'poddisruptionbudgets',
  'networking.k8s.io': '.ingressclasses .ipaddresses .servicecidrs',
  'rbac.authorization.k8s.io': '.clusterroles',
  'authorization.k8s.io':
    'localsubjectaccessreviews .subjectaccessreviews .selfsubjectaccessreviews .selfsubjectrulesreviews',
  'authentication.k8s.io': '.tokenreviews .selfsubjectreviews .userextras .uids .users .groups .nodes serviceaccounts',
  'certificates.k8s.io': '.certificatesigningrequests .signers .clustertrustbundles',
  'coordination.k8s.io': 'leases',
  'events.k8s.io': 'events',
  'admissionregistration.k8s.io':
    '.mutatingwebhookconfigurations .validatingwebhookconfigurations .validatingadmissionpolicies .validatingadmissionpolicybindings .mutatingadmissionpolicies .mutatingadmissionpolicybindings',
  'apiextensions.k8s.io': '.customresourcedefinitions',
  'apiregistration.k8s.io': '.apiservices',
  'storage.k8s.io': 'csistoragecapacities .csinodes .volumeattachments .volumeattributesclasses',
  'resource.k8s.io': '.resourceslices',
  'policies.kyverno.io': 'namespacedvalidatingpolicies',
  'kueue.x-k8s.io': 'workloads',
  'karpenter.sh': '.nodeclaims',
  'kro.run': '.resourcegraphdefinitions',
  'clustersecret.io': '.clustersecrets',
  'capsule.clastix.io': 'tenantresources .tenants .globaltenantresources',
  'hnc.x-k8s.io': 'hierarchyconfigurations subnamespaceanchors .hncconfigurations',
  'nvidia.com': '.nvidiadrivers',
  'nfd.k8s-sigs.io': 'nodefeatures .nodefeaturerules',
  'kmm.sigs.x-k8s.io': 'modules .nodemodulesconfigs',
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

type Named = Pick<ResourceName, 'apiGroup' | 'resource'>;
type Known = Named & { readonly namespaced: boolean };

/** Every resource that is known here, once. */
const KNOWN: readonly Known[] = [
  ...new Map(
    [
      ...Object.entries(OTHERS).flatMap(([apiGroup, line]) =>
        line
          .split(' ')
          .map((name) => ({ apiGroup, resource: name.replace(/^\./, ''), namespaced: !name.startsWith('.') })),
      ),
      ...[...GUARDED_KINDS, ...MAKER_KINDS].map(({ group, resource, kind }) => ({
        apiGroup: group,
        resource,
        namespaced: !isClusterScoped(`${group}/*`, kind),
      })),
    ].map((known) => [`${known.resource}.${known.apiGroup}`, known] as const),
  ).values(),
];

/** Groups outside Kubernetes itself that a name without a group means before others. */
const MEANT_FIRST = ['kyverno.io', 'policy.networking.k8s.io'];

/** What a name without a group may mean: of Kubernetes' own groups the first one, otherwise all that have it. */
function meantBy(resource: string): readonly Known[] {
  const found = KNOWN.filter((item) => item.resource === resource);
  const first =
    found.find(({ apiGroup }) => apiGroup === '') ??
    found.find(({ apiGroup }) => isBuiltInGroup(apiGroup)) ??
    found.find(({ apiGroup }) => MEANT_FIRST.includes(apiGroup));
  return first === undefined ? found : [first];
}

/**
 * Whether a call is about a resource outside namespaces, so that no binding of a namespace gives it. A namespace is asked about
 * inside itself: a role there may give its own, and neither make nor list some.
 */
export function isOutsideNamespaces(call: Named & Pick<ApiRequest, 'verb' | 'subresource'>): boolean {
  return knownAs(call)?.namespaced === false && (call.resource !== 'namespaces' || mayLackName(call));
}

/** Whether a resource is known here. */
export function isKnownResource(named: Named): boolean {
  return knownAs(named) !== undefined;
}

/** Groups that have a resource of a name, as people write both: `deployments.apps`. */
export function namesOfResource(resource: string): readonly string[] {
  const found = KNOWN.filter((item) => item.resource === resource);
  return found.map(({ apiGroup }) => (apiGroup === '' ? resource : `${resource}.${apiGroup}`));
}

function knownAs({ apiGroup, resource }: Named): Known | undefined {
  return KNOWN.find((item) => item.resource === resource && item.apiGroup === apiGroup);
}

/** Stars stand for a whole part or for nothing: of `pods/*` the authorizer knows neither a rule nor a call. */
const PATH = /^(\*|[A-Za-z0-9-]+)(\.(\*|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*))?$/;

/**
 * Reads a resource. A resource that is not known here needs its group, and so does one of several: `widgets.example.com`.
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
  const resource = ownValue(ALIASES, name) ?? name;
  if (dot !== -1) {
    const apiGroup = path.slice(dot + 1);
    return { resource, apiGroup, ...sub, namespaced: knownAs({ resource, apiGroup })?.namespaced };
  }
  if (resource === '*') return { resource, apiGroup: '*', ...sub, namespaced: undefined };
  const [known, ...others] = meantBy(resource);
  if (known !== undefined && others.length === 0) return { ...known, ...sub };
  if (known !== undefined)
    return `${resource} are of several groups: write ${[known, ...others].map(({ apiGroup }) => `${resource}.${apiGroup}`).join(' or ')}`;
  return `the group of ${resource} is not known: ${suggestion(
    resource,
    KNOWN.map((item) => item.resource),
    `write ${resource}.GROUP`,
  )}`;
}
