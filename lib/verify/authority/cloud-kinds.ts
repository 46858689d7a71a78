import type { Authority } from './authority';
import { writes, type Right } from './rights';

/** AWS's own controllers (https://aws-controllers-k8s.github.io/docs/), and what Crossplane 2 has in namespaces. */
const IN_NAMESPACES = /^[a-z0-9-]+\.services\.k8s\.aws$|\.m\.(?:crossplane|upbound)\.io$/;
/** The rest of Crossplane: its packages and compositions, and what its providers make (https://docs.crossplane.io/latest/). */
const OF_CLUSTER = /(?:^|\.)(?:crossplane|upbound)\.io$/;

const isOfCluster = (group: string): boolean => OF_CLUSTER.test(group) && !IN_NAMESPACES.test(group);

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
  return { inNamespaces: among((group) => IN_NAMESPACES.test(group)), ofCluster: among(isOfCluster) };
}
