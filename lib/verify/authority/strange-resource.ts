import { shown, suggestion } from '../../model/fault/fault';
import { isBuiltInGroup } from '../input/kinds';
import { ownValue } from '../record';
import type { Rbac } from './read-rbac';
import { isKnownResource, namesOfResource } from './resource-name';
import type { ApiRequest } from './rule';

/** Parts of the kinds of Kubernetes itself, and calls below them, that anybody is asked for. */
const PARTS: Readonly<Record<string, string>> = {
  pods: 'attach binding ephemeralcontainers eviction exec log portforward proxy resize status',
  services: 'proxy status',
  // Those of the kubelet: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/.
  nodes: 'proxy status log metrics stats configz healthz pods spec checkpoint',
  namespaces: 'finalize status',
  serviceaccounts: 'token',
  persistentvolumes: 'status',
  persistentvolumeclaims: 'status',
  resourcequotas: 'status',
  replicationcontrollers: 'scale status',
  endpoints: 'restricted',
  endpointslices: 'restricted',
  deployments: 'scale status',
  statefulsets: 'scale status',
  replicasets: 'scale status',
  daemonsets: 'status',
  jobs: 'status',
  cronjobs: 'status',
  horizontalpodautoscalers: 'status',
  poddisruptionbudgets: 'status',
  ingresses: 'status',
  servicecidrs: 'status',
  certificatesigningrequests: 'approval status nodeclient selfnodeclient',
  customresourcedefinitions: 'status',
  apiservices: 'status',
  validatingadmissionpolicies: 'status',
  volumeattachments: 'status',
  resourceclaims: 'status binding',
};
/** https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement */
const OF_ALL = 'finalizers';
/** What stands behind the slash is a key of the one that is impersonated. */
const FREE = 'userextras';
const VERSION = /^v\d+(?:(?:alpha|beta)\d+)?(?:\.(.+))?$/;

/**
 * What is wrong with a resource that nobody is ever asked for, the way kubectl writes objects and versions: `configmaps/foo`,
 * `deployments.v1.apps`, or with a misspelt group: `deployments.app`. Undefined for all others, and for what a role of the input names.
 */
export function strangeResource(request: ApiRequest, { roles }: Rbac): string | undefined {
  const { resource, apiGroup, subresource } = request;
  const names = (has: (rule: { apiGroups: readonly string[]; resources: readonly string[] }) => boolean): boolean =>
    [...roles.values()].some(({ rules }) =>
      rules.some(({ apiGroups = [], resources = [] }) => has({ apiGroups, resources })),
    );
  const version = VERSION.exec(apiGroup);
  if (version !== null && !names(({ apiGroups }) => apiGroups.includes(apiGroup))) {
    const plain = version[1] === undefined ? resource : `${resource}.${version[1]}`;
    return `no group is called ${shown(apiGroup)}, and rights know no versions: write ${plain}`;
  }
  if (!isKnownResource(request) && !names(({ apiGroups }) => apiGroups.includes(apiGroup))) {
    const given = `${resource}.${apiGroup}`;
    const meant = suggestion(given, namesOfResource(resource), '');
    if (meant !== '') return `no role names the group of ${given}: ${meant}`;
  }
  if (subresource === undefined || resource === FREE || subresource === OF_ALL) return undefined;
  if (!isBuiltInGroup(apiGroup) || !isKnownResource(request)) return undefined;
  const parts = ownValue(PARTS, resource)?.split(' ') ?? [];
  const combined = `${resource}/${subresource}`;
  if (parts.includes(subresource)) return undefined;
  if (names(({ resources }) => resources.includes(combined) || resources.includes(`*/${subresource}`)))
    return undefined;
  const known = parts.map((part) => `${resource}/${part}`);
  return `nobody is asked for ${combined}: ${suggestion(combined, known, `for the object of this name write ${resource} --name ${subresource}`)}`;
}
