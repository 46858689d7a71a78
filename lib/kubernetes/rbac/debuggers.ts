import type { Platform, Project, Weakening } from '../../model';
import type { Role, RoleBinding } from '../api';
import { projectMetadata } from '../metadata';
import { groups } from './persona-roles';

/**
 * Shells in the project's own pods, for the groups that the description names. Both verbs: a WebSocket exec needed only
 * `get` before 1.35 (https://github.com/kubernetes/kubernetes/pull/134577). RBAC cannot tell pods apart by label, so
 * this reaches every pod of the namespace; that is why a project is a namespace.
 */
export function debuggers(
  platform: Platform,
  project: Project,
  { reason, groups: names }: Weakening & { groups: readonly string[] },
): [Role, RoleBinding] {
  const metadata = projectMetadata(platform, project, 'unsafe-debuggers', {
    purpose: 'People of this project may open shells in its pods.',
    risks: [{ id: 'project-debuggers', reason }],
  });
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        // kubectl looks the pod up before it asks for the shell: without this the role would give nothing that works.
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      subjects: groups(names),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    },
  ];
}
