import { itemsIn, textsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { accessPolicy, type AccessPolicy } from './access-policies';
import { creatorAccess, type CloudAccess } from './cloud-access';

/**
 * Everybody whom a configuration of eksctl lets in: by access entries, by mappings of the older kind, and whoever runs it
 * (https://github.com/eksctl-io/eksctl/blob/main/userdocs/src/usage/access-entries.md).
 *
 * @param entriesOnly whether nobody reads `aws-auth`, which is where eksctl writes the mappings
 */
export function eksctlAccess({ field }: KubernetesObject, entriesOnly: boolean): readonly CloudAccess[] {
  const config = field.get('accessConfig');
  const cluster = field.at('metadata', 'name')?.text() ?? 'of eksctl';
  const isCreatorLeftOut = config?.get('bootstrapClusterCreatorAdminPermissions')?.value === false;
  return [
    ...itemsIn(config, 'accessEntries').flatMap(accessEntry),
    ...(entriesOnly ? [] : itemsIn(field, 'iamIdentityMappings').flatMap(identityMapping)),
    ...(isCreatorLeftOut ? [] : [creatorAccess(cluster)]),
  ];
}

function accessEntry(entry: Field): readonly CloudAccess[] {
  const principal = entry.get('principalARN')?.text();
  if (principal === undefined) {
    entry.refuse('principalARN', 'say who gets in');
    return [];
  }
  return [
    {
      principal,
      groups: textsIn(entry, 'kubernetesGroups'),
      user: entry.get('kubernetesUsername')?.text() ?? principal,
      policies: itemsIn(entry, 'accessPolicies').map(policyOf),
      source: `access entry of eksctl for ${principal}`,
    },
  ];
}

function policyOf(field: Field): AccessPolicy {
  const scope = field.get('accessScope');
  const namespaces = scope?.get('type')?.text() === 'namespace' ? textsIn(scope, 'namespaces') : undefined;
  return accessPolicy(field.get('policyARN')?.text(), namespaces);
}

/** A principal, all of an account, or a service of AWS, whose rights eksctl makes itself. */
function identityMapping(mapping: Field): readonly CloudAccess[] {
  const [arn, account, service] = ['arn', 'account', 'serviceName'].map((key) => mapping.get(key)?.text());
  if (service !== undefined) {
    const policies = [{ name: `of eksctl for service ${service}`, rules: undefined, namespaces: undefined }];
    return [{ principal: service, groups: [], user: service, policies, source: `identity mapping of ${service}` }];
  }
  const principal = arn ?? (account === undefined ? undefined : `account ${account}`);
  if (principal === undefined) {
    mapping.refuse('arn, account or serviceName', 'say who gets in');
    return [];
  }
  return [
    {
      principal,
      groups: textsIn(mapping, 'groups'),
      user: mapping.get('username')?.text() ?? principal,
      policies: [],
      source: `identity mapping of eksctl for ${principal}`,
    },
  ];
}
