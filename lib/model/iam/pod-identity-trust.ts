import { document, type PolicyDocument } from './document';

/** One service account of one namespace of one cluster. */
export interface PodIdentity {
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html; the same name in every partition. */
const POD_IDENTITY_SERVICE = 'pods.eks.amazonaws.com';

/** Session tags that EKS sends; the names that fences and trusts read. */
export const SESSION_TAGS = {
  cluster: 'eks-cluster-arn',
  namespace: 'kubernetes-namespace',
  serviceAccount: 'kubernetes-service-account',
} as const;

/**
 * Lets exactly this service account assume the role. Without the condition on the cluster, whoever may create associations
 * in another cluster of the account takes the role by making a namespace of that name
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html).
 *
 * @param identity without namespace: every namespace of the cluster, for a role that serves all projects
 */
export function podIdentityTrust(
  identity: Omit<PodIdentity, 'namespace'> & { readonly namespace?: string },
): PolicyDocument {
  return document([
    {
      Sid: 'PodIdentity',
      Effect: 'Allow',
      Principal: { Service: POD_IDENTITY_SERVICE },
      // Without the right to tag the session EKS cannot assume the role at all.
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          [`aws:RequestTag/${SESSION_TAGS.cluster}`]: identity.clusterArn,
          ...(identity.namespace === undefined
            ? {}
            : { [`aws:RequestTag/${SESSION_TAGS.namespace}`]: identity.namespace }),
          [`aws:RequestTag/${SESSION_TAGS.serviceAccount}`]: identity.serviceAccount,
        },
      },
    },
  ]);
}
