import { load } from 'js-yaml';
import type { Inputs } from '../input/inputs';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { EVERYTHING } from './authorizers';
import { BUILT_IN_CLUSTER_ROLES } from './builtin-roles.generated';
import type { Rule } from './rule';

/** A principal of the cloud who gets into the cluster. */
export interface CloudAccess {
  /** ARN of the principal, or who it is in words. */
  readonly principal: string;
  /** Kubernetes groups that it is put into. */
  readonly groups: readonly string[];
  /** User name to the API server; the principal's ARN where none is given. */
  readonly user: string;
  /** Rights that do not pass through RBAC objects. */
  readonly policies: readonly AccessPolicy[];
  /** Where it comes from, for messages. */
  readonly source: string;
}

/** An access policy of EKS and where it holds. */
export interface AccessPolicy {
  readonly name: string;
  /** Undefined for policies whose content is not known here. */
  readonly rules: readonly Rule[] | undefined;
  /** Undefined for the whole cluster. */
  readonly namespaces: readonly string[] | undefined;
}

const READ = ['get', 'list', 'watch'];

/** Parts of the built-in roles that AWS left out of its policies. */
const LEFT_OUT = new Set(['serviceaccounts/token', 'pods/eviction', 'leases']);

/**
 * What the access policies of EKS allow
 * (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html): nearly what the built-in roles of
 * their names allow, exec, port forwarding and impersonation of service accounts included.
 */
const ACCESS_POLICIES: Readonly<Record<string, readonly Rule[]>> = {
  AmazonEKSClusterAdminPolicy: EVERYTHING,
  AmazonEKSAdminPolicy: userFacing('system:aggregate-to-admin', 'system:aggregate-to-edit', 'system:aggregate-to-view'),
  AmazonEKSEditPolicy: userFacing('system:aggregate-to-edit', 'system:aggregate-to-view'),
  AmazonEKSViewPolicy: userFacing('system:aggregate-to-view'),
  AmazonEKSAdminViewPolicy: [{ apiGroups: ['*'], resources: ['*'], verbs: READ }],
  AmazonEKSSecretReaderPolicy: [{ apiGroups: [''], resources: ['secrets'], verbs: READ }],
};

function userFacing(...names: readonly string[]): readonly Rule[] {
  return BUILT_IN_CLUSTER_ROLES.filter(({ name }) => names.includes(name))
    .flatMap(({ rules }) => rules)
    .filter(({ resources }) => !(resources ?? []).every((resource) => LEFT_OUT.has(resource)));
}

/** Everybody whom access entries, the `aws-auth` map or the creation of the cluster let in. */
export function cloudAccess(inputs: Pick<Inputs, 'plans' | 'objects' | 'faults'>): readonly CloudAccess[] {
  return [
    ...inputs.plans.flatMap((plan) => accessEntries(new PlanLinks(plan))),
    ...inputs.objects.filter(isAwsAuth).flatMap(awsAuth),
  ];
}

function accessEntries(links: PlanLinks): readonly CloudAccess[] {
  const associations = links.of('aws:eks/accessPolicyAssociation:AccessPolicyAssociation');
  const entries = links.of('aws:eks/accessEntry:AccessEntry').map((entry): CloudAccess => {
    const principal = principalOf(links, entry);
    return {
      principal,
      groups: knownList(propertyOf(entry, 'kubernetesGroups')).flatMap((group) => knownText(group) ?? []),
      user: knownText(propertyOf(entry, 'userName')) ?? principal,
      policies: associations.filter((item) => principalOf(links, item) === principal).map(accessPolicy),
      source: `access entry ${entry.name}`,
    };
  });
  const creators = links
    .of('aws:eks/cluster:Cluster')
    .filter(
      (cluster) => knownField(propertyOf(cluster, 'accessConfig'), 'bootstrapClusterCreatorAdminPermissions') !== false,
    );
  return [
    ...entries,
    ...creators.map((cluster): CloudAccess => ({
      principal: `creator of cluster ${cluster.name}`,
      groups: [],
      user: `creator of cluster ${cluster.name}`,
      policies: [{ name: 'AmazonEKSClusterAdminPolicy', rules: EVERYTHING, namespaces: undefined }],
      source: `bootstrapClusterCreatorAdminPermissions of ${cluster.name}`,
    })),
  ];
}

/** The ARN, or the program's name of the role that it will belong to. */
function principalOf(links: PlanLinks, resource: PlannedResource): string {
  const known = knownText(propertyOf(resource, 'principalArn'));
  return (
    known ?? links.referenced(resource, 'principalArn', 'aws:iam/role:Role')?.urn ?? `principal of ${resource.name}`
  );
}

function accessPolicy(association: PlannedResource): AccessPolicy {
  const name = knownText(propertyOf(association, 'policyArn'))?.split('/').at(-1) ?? '(not known)';
  const scope = propertyOf(association, 'accessScope');
  return {
    name,
    rules: Object.hasOwn(ACCESS_POLICIES, name) ? ACCESS_POLICIES[name] : undefined,
    namespaces:
      knownText(knownField(scope, 'type')) === 'namespace'
        ? knownList(knownField(scope, 'namespaces')).flatMap((item) => knownText(item) ?? [])
        : undefined,
  };
}

function isAwsAuth(object: KubernetesObject): boolean {
  return isKind(object, '', 'ConfigMap') && object.namespace === 'kube-system' && object.name === 'aws-auth';
}

/** The older way in: a map of roles and users to groups, as YAML in a text. */
function awsAuth(object: KubernetesObject): readonly CloudAccess[] {
  return (['mapRoles', 'mapUsers'] as const).flatMap((key) => {
    const field = object.field.at('data', key);
    const text = field?.text();
    if (field === undefined || text === undefined) return [];
    let entries: unknown;
    try {
      entries = load(text);
    } catch {
      field.refuse('a list in YAML', 'repair it: the authenticator ignores what it cannot read');
      return [];
    }
    return (Array.isArray(entries) ? (entries as unknown[]) : []).flatMap((entry) => awsAuthEntry(entry, key));
  });
}

function awsAuthEntry(entry: unknown, key: 'mapRoles' | 'mapUsers'): readonly CloudAccess[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const record = entry as Readonly<Record<string, unknown>>;
  const principal = record[key === 'mapRoles' ? 'rolearn' : 'userarn'];
  if (typeof principal !== 'string') return [];
  const groups = Array.isArray(record['groups']) ? record['groups'].filter((item) => typeof item === 'string') : [];
  const user = typeof record['username'] === 'string' ? record['username'] : principal;
  return [{ principal, groups, user, policies: [], source: `aws-auth ${key}` }];
}
