import type { Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';

/** Pulling an image, filling a cache on the way; pushing one is a way out for data, so it is not among them. */
export const PULL_ACTIONS = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:GetDownloadUrlForLayer',
] as const;

/**
 * What passes the endpoints of ECR: pulls by our principals. Add-ons of EKS come from accounts of AWS, another in each
 * region, so the account of the repository is not in the condition.
 */
export function ecrEndpointPolicy({ account }: Place): PolicyDocument {
  return document([
    {
      Sid: 'OnlyPullsByOurPrincipals',
      Effect: 'Allow',
      Principal: '*',
      Action: ['ecr:GetAuthorizationToken', ...PULL_ACTIONS],
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
    },
  ]);
}
