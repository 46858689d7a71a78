import * as v from 'valibot';
import type { Platform, Weakening } from '../../model';
import { weakeningFaults } from '../../model/risk/accepted-risk';
import type { Fault } from '../../model/fault/fault';
import { adminGroupFaults } from '../../model/people/group-names';
import { shape, text, textList, type Draft } from '../../model/fault/shape';
import type { ClusterRoleBinding } from '../api';
import { platformMetadata } from '../metadata';
import { groups } from '../rbac/persona-roles';

/** Groups with every right, for emergencies. */
export interface ClusterAdmins extends Weakening {
  /**
   * Groups as the cluster's authenticator names them.
   * @default - the platform's admin group, `<platform>:platform-admins`
   */
  readonly groups?: readonly string[];
}

export const clusterAdminsShape = shape<ClusterAdmins>({ reason: text, groups: v.optional(textList) });

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

/** A group of a project among them would end the isolation of all of them. */
export function clusterAdminFaults(platform: Platform, props: Draft<ClusterAdmins> | undefined): Fault[] {
  const path = 'unsafe.clusterAdmins';
  const owners = platform.projects.map(({ name, namespace, groups: personas, unsafe }) => ({
    project: name,
    namespace,
    groups: [...Object.values(personas).flat(), ...(unsafe.debuggers?.groups ?? [])],
  }));
  return [
    ...weakeningFaults(props, path),
    ...(props?.groups ?? []).flatMap((name, index) =>
      adminGroupFaults(name, `${path}.groups[${index}]`, platform.name, owners),
    ),
    ...(props?.groups?.length === 0
      ? [
          {
            path: `${path}.groups`,
            given: '[]',
            allowed: 'at least one group',
            fix: 'leave it out for the admin group',
          },
        ]
      : []),
  ];
}
