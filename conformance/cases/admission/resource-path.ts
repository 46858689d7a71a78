import type { KubeObject } from '../../rig/kubectl';

/** Resources of the kinds in the cases, as the API's paths call them. */
const RESOURCES: Readonly<Record<string, string>> = {
  Binding: 'bindings',
  ClusterRoleBinding: 'clusterrolebindings',
  ConfigMap: 'configmaps',
  CronJob: 'cronjobs',
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  DeviceClass: 'deviceclasses',
  EndpointSlice: 'endpointslices',
  Endpoints: 'endpoints',
  Ingress: 'ingresses',
  Job: 'jobs',
  LimitRange: 'limitranges',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  Node: 'nodes',
  PersistentVolume: 'persistentvolumes',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Pod: 'pods',
  PolicyEndpoint: 'policyendpoints',
  PriorityClass: 'priorityclasses',
  ResourceQuota: 'resourcequotas',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  RuntimeClass: 'runtimeclasses',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  StorageClass: 'storageclasses',
  VolumeSnapshot: 'volumesnapshots',
};

/** What a subresource hangs on, where what is posted to it is of another kind. */
const PARENTS: Readonly<Record<string, string>> = { token: 'ServiceAccount', binding: 'Pod' };

/** Kind of the object in the path of a request. */
export const kindInPath = ({ kind }: KubeObject, subresource?: string): string =>
  (subresource === undefined ? undefined : PARENTS[subresource]) ?? kind;

/** What such a subresource hangs on is of the core group. */
export const apiVersionInPath = (object: KubeObject, subresource?: string): string =>
  kindInPath(object, subresource) === object.kind ? object.apiVersion : 'v1';

export function resourceOf(kind: string): string {
  const resource = RESOURCES[kind];
  if (resource === undefined) throw new Error(`no resource is known for kind ${kind}`);
  return resource;
}

/** Path of the resource of an object, or of what a subresource hangs on, without its name. */
export function collectionPath(object: KubeObject, subresource?: string): string {
  const version = apiVersionInPath(object, subresource);
  const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  const { namespace } = object.metadata;
  return [
    root,
    ...(namespace === undefined ? [] : [`namespaces/${namespace}`]),
    resourceOf(kindInPath(object, subresource)),
  ].join('/');
}
