/**
 * Add-ons of EKS of which is known what they bring: network, DNS, volumes, roles for pods, numbers of use. What others run on
 * the nodes, and which rights and webhooks they bring, stands in no file
 * (https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html).
 */
const KNOWN: ReadonlySet<string> = new Set([
  'vpc-cni',
  'coredns',
  'kube-proxy',
  'eks-pod-identity-agent',
  'aws-ebs-csi-driver',
  'aws-efs-csi-driver',
  'aws-fsx-csi-driver',
  'aws-mountpoint-s3-csi-driver',
  'snapshot-controller',
  'metrics-server',
]);

/** What an add-on does that nobody here knows; undefined for those that are known. */
export function unknownAddOn(name: string | undefined): string | undefined {
  return name !== undefined && KNOWN.has(name)
    ? undefined
    : `installs add-on ${name ?? '(not known)'}, and what that runs on nodes, and which rights and webhooks it brings, is not read: apply its objects from files instead`;
}
