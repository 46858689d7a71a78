import { wholeAccount } from '../../../access/principal-match';
import { accountOfArn } from '../../../../model/aws/arn';
import { nodeRole } from '../../../../model/nodes/node-role';
import type { Policy } from '../../../access/policy/policy';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf } from '../../../input/pulumi/planned-resource';
import { nodeRoleOf } from '../../../cloud/planned-nodes';
import type { Evidence } from '../../../evidence';
import { fails, notKnown, type Problem } from '../../../problem';

/**
 * Whom the policy of an EFS file system lets mount it. The kernel of the node mounts, so that it names roles of nodes.
 *
 * @param account that of the file system; roles of others are strangers. Undefined where it is not known
 * @param owner name of the project that the file system is of
 */
export function mountingProblems(
  evidence: Evidence,
  { place, statements }: Policy,
  { account, owner }: { readonly account: string | undefined; readonly owner: string | undefined },
): readonly Problem[] {
  const allowing = statements.filter(({ effect }) => effect === 'Allow');
  if (allowing.length === 0)
    return [notKnown('its policy lets nobody mount it: who does by rights of his own is not known', { at: place })];
  const roles = nodeRoles(evidence);
  return allowing.flatMap(({ principals, policy: at }): readonly Problem[] => {
    if (principals === undefined || principals.everybody || principals.negated)
      return [fails('its policy lets everybody mount it', { at })];
    return (principals.byKind.get('AWS') ?? []).flatMap((named): readonly Problem[] => {
      const users = roles.get(named);
      const ofAccount = wholeAccount(named) ?? accountOfArn(named);
      if (users !== undefined) {
        const other = [...users].find((project) => project !== owner);
        return owner === undefined || other === undefined
          ? []
          : [fails(`is of ${owner}, and its policy lets the nodes of ${other} mount it`, { at })];
      }
      if (named === '*') return [fails('its policy lets everybody mount it', { at })];
      if (account !== undefined && ofAccount !== account)
        return [fails(`its policy lets ${named} of another account mount it`, { at })];
      return owner === undefined
        ? []
        : [notKnown(`its policy lets ${named} mount it, which is no role of nodes of ${owner}`, { at })];
    });
  });
}

/** Names of projects by the ARNs of the roles of their nodes: by the description, and as the plan has them. */
function nodeRoles({ platform, plannedNodes }: Evidence): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (arn: string, project: string): void => void found.set(arn, (found.get(arn) ?? new Set()).add(project));
  const { aws } = platform ?? {};
  if (platform !== undefined && aws !== undefined)
    for (const { name, nodeGroups } of platform.projects)
      for (const group of nodeGroups) add(nodeRole(platform.name, aws, group).arn, name);
  for (const nodes of plannedNodes) {
    const role = nodeRoleOf(nodes);
    const arn = typeof role === 'object' ? knownText(propertyOf(role, 'arn')) : role;
    if (arn !== undefined && nodes.project !== undefined) add(arn, nodes.project);
  }
  return found;
}
