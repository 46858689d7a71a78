import type { Platform, Weakening } from '../../model';
import type { ClusterRoleBinding } from '../api';
import { platformMetadata } from '../metadata';
import { groups } from '../rbac/persona-roles';

/** Groups with every right, for emergencies. */
export interface ClusterAdmins extends Weakening {
  /** @default - the platform's admin group, `<platform>:platform-admins` */
  readonly groups?: readonly string[];
}

/**
 * Binds the built-in cluster-admin. RBAC knows no second factor: demand it where the group is given, in the trust policy
 * of the IAM role or at the identity provider.
 */
export function clusterAdmins(platform: Platform, { reason, groups: names }: ClusterAdmins): ClusterRoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: platformMetadata(platform, `${platform.name}-cluster-admins`, undefined, {
      purpose: 'These groups hold every right in the cluster.',
      risks: [{ id: 'cluster-admins', reason }],
    }),
    subjects: groups(names ?? [platform.adminGroup]),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  };
}
