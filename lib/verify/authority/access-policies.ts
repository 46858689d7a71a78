import { nameInArn } from '../../model/aws/arn';
import { ownValue } from '../record';
import { EVERY_RIGHT } from './authorizers';
import { BUILT_IN_CLUSTER_ROLES } from './builtin-roles.generated';
import type { Rule } from './rule';

/** An access policy of EKS and where it holds. */
export interface AccessPolicy {
  readonly name: string;
  /** Undefined for policies whose content is not known here. */
  readonly rules: readonly Rule[] | undefined;
  /**
   * Names and patterns such as `ml-*`, which EKS takes there
   * (https://github.com/eksctl-io/eksctl/blob/main/userdocs/src/usage/access-entries.md); undefined for the whole cluster.
   */
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
  AmazonEKSClusterAdminPolicy: EVERY_RIGHT,
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

export const CLUSTER_ADMIN: AccessPolicy = {
  name: 'AmazonEKSClusterAdminPolicy',
  rules: EVERY_RIGHT,
  namespaces: undefined,
};

/** A policy by its ARN, which may not be known. */
export function accessPolicy(arn: string | undefined, namespaces: readonly string[] | undefined): AccessPolicy {
  const name = arn === undefined ? '(not known)' : nameInArn(arn);
  return { name, rules: ownValue(ACCESS_POLICIES, name), namespaces };
}
