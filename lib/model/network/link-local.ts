/** Link-local addresses: each node answers them itself, so that they mean something else on each (RFC 3927). */
export const LINK_LOCAL = '169.254.0.0/16';

/** The instance metadata service, which hands out the role of the node. No policy of this library names it. */
export const INSTANCE_METADATA = '169.254.169.254/32';

/**
 * The EKS Pod Identity agent on every node, port 80
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html).
 */
export const POD_IDENTITY_AGENT = { cidr: '169.254.170.23/32', port: 80 } as const;

/** The resolver of every VPC (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html). */
export const VPC_RESOLVER = '169.254.169.253/32';
