import { isOperatedInNamespaces, isOperatedOfCluster } from '../cloud/cloud-operators';
import type { Authority } from './authority';
import { writes, type Right } from './rights';

/**
 * Kinds by which a controller makes things of the cloud with its own rights, whoever writes them: roles, policies of
 * buckets, routes. There are too many to list, so that they are the ones that roles of the input name.
 */
interface CloudKinds {
  readonly inNamespaces: readonly Right[];
  readonly ofCluster: readonly Right[];
}

export function cloudKinds({ rbac }: Authority): CloudKinds {
  const named = [...rbac.roles.values()]
    .flatMap(({ rules }) => rules)
    .flatMap(({ apiGroups = [], resources = [] }) =>
      apiGroups.flatMap((group) => resources.map((resource) => ({ group, resource }))),
    )
    .filter(({ resource }) => !resource.includes('/'));
  const among = (counts: (group: string) => boolean): readonly Right[] => {
    const found = new Map(named.filter(({ group }) => counts(group)).map((kind) => [JSON.stringify(kind), kind]));
    return [...found.values()].flatMap(({ group, resource }) => writes(group, resource));
  };
  return { inNamespaces: among(isOperatedInNamespaces), ofCluster: among(isOperatedOfCluster) };
}
