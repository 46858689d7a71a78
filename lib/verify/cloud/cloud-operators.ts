/**
 * Operators that make resources of AWS of objects in the cluster, by the API groups of those objects: AWS's own
 * controllers (https://aws-controllers-k8s.github.io/community/) and Crossplane with its providers
 * (https://docs.crossplane.io/latest/, https://docs.upbound.io/providers/provider-aws/).
 */
const ACK = /^([a-z0-9-]+)\.services\.k8s\.aws$/;
const CROSSPLANE = /(?:^|\.)(?:crossplane|upbound)\.io$/;
/** What Crossplane 2 has in namespaces. */
const CROSSPLANE_IN_NAMESPACES = /\.m\.(?:crossplane|upbound)\.io$/;
const PROVIDER_AWS = /^([a-z0-9]+)\.aws(?:\.m)?\.(?:upbound|crossplane)\.io$/;

/** The service of AWS whose resources are made of objects of a group: `iam`, `s3`. Undefined for all other groups. */
export function serviceOfGroup(group: string): string | undefined {
  return (ACK.exec(group) ?? PROVIDER_AWS.exec(group))?.[1];
}

/** Whether an operator makes things of the cloud of objects of this group, which lie in namespaces. */
export function isOperatedInNamespaces(group: string): boolean {
  return ACK.test(group) || CROSSPLANE_IN_NAMESPACES.test(group);
}

/** The same for objects of the whole cluster: the rest of Crossplane, its packages and compositions included. */
export function isOperatedOfCluster(group: string): boolean {
  return CROSSPLANE.test(group) && !CROSSPLANE_IN_NAMESPACES.test(group);
}
