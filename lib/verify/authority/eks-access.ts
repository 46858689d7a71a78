import { load } from 'js-yaml';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { knowsEntriesOnly } from '../cloud/authentication-mode';
import { grouped } from '../../model/grouped';
import { EKSCTL_CONFIG } from '../input/eksctl-config';
import { itemsIn } from '../input/field';
import type { Inputs } from '../input/inputs';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { linksOf, type PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { accessPolicy, type AccessPolicy } from './access-policies';
import { creatorAccess, type CloudAccess } from './cloud-access';
import { eksctlAccess } from './eksctl-access';
import { CLUSTER, ROLE } from '../input/pulumi/resource-types';

/** Everybody whom access entries, the `aws-auth` map, Cluster API, a configuration of eksctl or the creation of the cluster let in. */
export function cloudAccess(inputs: Pick<Inputs, 'plans' | 'objects' | 'faults'>): readonly CloudAccess[] {
  const plans = inputs.plans.map(linksOf);
  const isByEntries = knowsEntriesOnly(plans, inputs.objects);
  const maps = isByEntries ? [] : inputs.objects.filter(isAwsAuth);
  const controlPlanes = isByEntries ? [] : inputs.objects.filter(isControlPlane);
  return [
    ...plans.flatMap(accessEntries),
    ...maps.flatMap(awsAuth),
    ...controlPlanes.flatMap(clusterApi),
    ...inputs.objects
      .filter((object) => isKind(object, ...EKSCTL_CONFIG))
      .flatMap((object) => eksctlAccess(object, isByEntries)),
  ];
}

function accessEntries(links: PlanLinks): readonly CloudAccess[] {
  const policies = associatedPolicies(links);
  const entries = links.of('aws:eks/accessEntry:AccessEntry').map((entry): CloudAccess => {
    const principal = principalOf(links, entry);
    return {
      principal,
      groups: knownList(propertyOf(entry, 'kubernetesGroups')).flatMap((group) => knownText(group) ?? []),
      user: knownText(propertyOf(entry, 'userName')) ?? principal,
      policies: policies.get(principal)?.map(({ policy }) => policy) ?? [],
      source: `access entry ${entry.name}`,
    };
  });
  // The entry of an association may be older than the program: what it adds holds all the same.
  const known = new Set(entries.map(({ principal }) => principal));
  const without = [...policies].filter(([principal]) => !known.has(principal));
  const creators = links
    .of(CLUSTER)
    .filter(
      (cluster) => knownField(propertyOf(cluster, 'accessConfig'), 'bootstrapClusterCreatorAdminPermissions') !== false,
    );
  return [
    ...entries,
    ...without.map(([principal, given]): CloudAccess => ({
      principal,
      groups: [],
      user: principal,
      policies: given.map(({ policy }) => policy),
      source: `access policy association ${given.map(({ association }) => association).join(', ')}`,
    })),
    ...creators.map(({ name }) => creatorAccess(name)),
  ];
}

type Associated = { readonly policy: AccessPolicy; readonly association: string };

/** Access policies by the principal that they are associated with. */
function associatedPolicies(links: PlanLinks): ReadonlyMap<string, readonly Associated[]> {
  const associations = links.of('aws:eks/accessPolicyAssociation:AccessPolicyAssociation');
  const byPrincipal = grouped(associations, (association) => principalOf(links, association));
  return new Map(
    [...byPrincipal].map(([principal, own]) => [
      principal,
      own.map((association) => ({ policy: associatedPolicy(association), association: association.name })),
    ]),
  );
}

/** The ARN, or the program's name of the role that it will belong to. */
function principalOf(links: PlanLinks, resource: PlannedResource): string {
  const known = knownText(propertyOf(resource, 'principalArn'));
  return known ?? links.referenced(resource, 'principalArn', ROLE)?.urn ?? `principal of ${resource.name}`;
}

function associatedPolicy(association: PlannedResource): AccessPolicy {
  const scope = propertyOf(association, 'accessScope');
  const namespaces = knownField(scope, 'namespaces');
  return accessPolicy(
    knownText(propertyOf(association, 'policyArn')),
    knownText(knownField(scope, 'type')) === 'namespace'
      ? // A name that only the cloud will give may be any.
        (Array.isArray(namespaces) ? knownList(namespaces) : [undefined]).map((item) => knownText(item) ?? '*')
      : undefined,
  );
}

function isAwsAuth(object: KubernetesObject): boolean {
  return isKind(object, '', 'ConfigMap') && object.namespace === KUBE_SYSTEM && object.name === 'aws-auth';
}

const MAPS = ['mapRoles', 'mapUsers'] as const;

/** The older way in: a map of roles and users to groups, as YAML in a text. */
function awsAuth(object: KubernetesObject): readonly CloudAccess[] {
  return MAPS.flatMap((key) => {
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

function isControlPlane(object: KubernetesObject): boolean {
  return isKind(object, 'controlplane.cluster.x-k8s.io', 'AWSManagedControlPlane');
}

/** The same map as Cluster API writes it (https://cluster-api-aws.sigs.k8s.io/crd/, kind AWSManagedControlPlane). */
function clusterApi(object: KubernetesObject): readonly CloudAccess[] {
  return MAPS.flatMap((key) =>
    itemsIn(object.field, 'spec', 'iamAuthenticatorConfig', key).flatMap(({ value }) =>
      awsAuthEntry(value, key, `iamAuthenticatorConfig of ${object.name}, ${key}`),
    ),
  );
}

function awsAuthEntry(entry: unknown, key: (typeof MAPS)[number], source = `aws-auth ${key}`): readonly CloudAccess[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const record = entry as Readonly<Record<string, unknown>>;
  const principal = record[key === 'mapRoles' ? 'rolearn' : 'userarn'];
  if (typeof principal !== 'string') return [];
  const groups = Array.isArray(record['groups']) ? record['groups'].filter((item) => typeof item === 'string') : [];
  const user = typeof record['username'] === 'string' ? record['username'] : principal;
  return [{ principal, groups, user, policies: [], source }];
}
