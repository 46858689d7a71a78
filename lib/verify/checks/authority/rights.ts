import { GUARDED_KINDS, type GuardedKind } from '../../../model/policies/guarded-kinds';
import type { ApiRequest } from '../../authority/rule';
import { AUTHENTICATION } from '../../authority/impersonation';
import { POD_MAKERS } from '../../authority/indirect';

type Right = Omit<ApiRequest, 'namespace' | 'name'>;

const CORE = '';
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;

function rights(verbs: readonly string[], apiGroup: string, ...resources: readonly string[]): readonly Right[] {
  return resources.flatMap((combined) => {
    const [resource = '', subresource] = combined.split('/');
    return verbs.map((verb) => ({ verb, apiGroup, resource, ...(subresource === undefined ? {} : { subresource }) }));
  });
}

/** Ways into a running pod. Both verbs: a WebSocket exec needed only get before 1.35 (https://github.com/kubernetes/kubernetes/pull/134577). */
export const INTO_PODS: readonly Right[] = [
  ...rights(['get', 'create'], CORE, 'pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'),
  ...rights(['update', 'patch'], CORE, 'pods/ephemeralcontainers'),
];

export const READ_SECRETS: readonly Right[] = rights(['get', 'list', 'watch'], CORE, 'secrets');

/** Being somebody else, under constraint (https://kep.k8s.io/5284) too: what may be done then, other rules say. */
export const BECOME_ACCOUNTS: readonly Right[] = [
  ...rights(['create'], CORE, 'serviceaccounts/token'),
  ...rights(['impersonate'], CORE, 'serviceaccounts', 'users', 'groups'),
  ...rights(['impersonate:serviceaccount'], AUTHENTICATION, 'serviceaccounts'),
  ...rights(['impersonate:user-info'], AUTHENTICATION, 'users', 'groups'),
  ...rights(['impersonate:arbitrary-node'], AUTHENTICATION, 'nodes'),
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

/** What admission guards, RBAC keeps to the platform as well. Of what is no fence, less is safer; a part is never made. */
function guarded(where: GuardedKind['where']): readonly Right[] {
  return GUARDED_KINDS.filter((kind) => kind.where === where).flatMap(({ group, resource, subresource, fence }) => {
    if (subresource !== undefined) return rights(['update', 'patch'], group, `${resource}/${subresource}`);
    return rights(fence ? WRITE : ['create', 'update', 'patch'], group, resource);
  });
}

/** What isolates a project, and what leads around it. */
export const WRITE_FENCES: readonly Right[] = [
  ...guarded('project'),
  ...rights(WRITE, CORE, 'secrets', 'configmaps', 'persistentvolumeclaims'),
  ...rights(['bind', 'escalate'], 'rbac.authorization.k8s.io', 'roles', 'clusterroles'),
  ...rights(WRITE, 'kyverno.io', 'policies', 'policyexceptions', 'cleanuppolicies'),
  ...rights(WRITE, 'vpcresources.k8s.aws', 'securitygrouppolicies'),
];

/** Kinds of the whole cluster that every project's isolation rests on. */
export const WRITE_CLUSTER: readonly Right[] = [
  ...guarded('cluster'),
  ...rights(WRITE, CORE, 'namespaces', 'nodes'),
  // The labels of a namespace may be changed through these as well
  // (https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/namespace/strategy.go).
  ...rights(['update', 'patch'], CORE, 'namespaces/status', 'namespaces/finalize'),
  ...rights(['get', 'create', 'update', 'patch'], CORE, 'nodes/proxy'),
  ...rights(['get'], CORE, 'nodes/log'),
  ...rights(WRITE, 'rbac.authorization.k8s.io', 'clusterroles'),
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
  ...rights(WRITE, 'kyverno.io', 'clustercleanuppolicies', 'updaterequests'),
  ...rights(WRITE, 'storage.k8s.io', 'volumeattachments'),
  ...rights(WRITE, 'karpenter.sh', 'nodeclaims'),
  // A range of addresses that Services may take, and the subnets and security groups of pods.
  ...rights(WRITE, 'networking.k8s.io', 'servicecidrs'),
  ...rights(WRITE, 'crd.k8s.amazonaws.com', 'eniconfigs'),
  ...rights(WRITE, 'apiextensions.k8s.io', 'customresourcedefinitions'),
  ...rights(WRITE, 'apiregistration.k8s.io', 'apiservices'),
  ...rights(['approve', 'sign'], 'certificates.k8s.io', 'signers'),
  ...rights(['update', 'patch'], 'certificates.k8s.io', 'certificatesigningrequests/approval'),
];

/** Anything by which code runs in a namespace. */
export const RUN_CODE: readonly Right[] = POD_MAKERS.flatMap(({ apiGroup, resource }) =>
  rights(['create'], apiGroup, resource),
);

/** What it is to work in a project: its logs are read, and its jobs are started, changed and stopped. */
export const WORK: readonly Right[] = [
  ...POD_MAKERS.flatMap(({ apiGroup, resource }) => rights(WRITE, apiGroup, resource)),
  ...rights(['get'], CORE, 'pods/log'),
];

/** What shows the work of a project: images, arguments and variables stand in it. */
export const SEE_WORK: readonly Right[] = [
  ...rights(['get', 'list', 'watch'], CORE, 'pods', 'configmaps'),
  ...rights(['get', 'list', 'watch'], 'batch', 'jobs'),
];
