import { CLUSTER_ADMIN, type AccessPolicy } from './access-policies';

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

/** Whoever makes a cluster of EKS administers it, unless the cluster says otherwise. */
export function creatorAccess(cluster: string): CloudAccess {
  const principal = `creator of cluster ${cluster}`;
  return {
    principal,
    groups: [],
    user: principal,
    policies: [CLUSTER_ADMIN],
    source: `bootstrapClusterCreatorAdminPermissions of ${cluster}`,
  };
}
