import type { Platform } from '../../model';
import { SERVICE_ACCOUNT } from '../../model/project/service-account';
import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged, volumes } from '../predicate/pod';
import { project } from '../predicate/request';
import { allOf, anyOf, type Flag, type Thing } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const serviceAccount: ExpressionRule = {
  id: 'service-account',
  title: 'Training pods run as the account of their project, without a token for the API server',
  why: 'The account is what the cloud role trusts; a token for the API server is what a compromised script looks for first.',
  stops: ['A1', 'A2', 'T13'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  beside: 'automountServiceAccountToken: false on the account itself',
  requires: (platform) => [
    {
      message: `set serviceAccountName to the account of the project, ${SERVICE_ACCOUNT} unless the description adopts another`,
      holds: isOwnAccount(platform),
    },
    {
      message: 'set automountServiceAccountToken to false: an Indexed Job needs no API server',
      holds: pod.flag('automountServiceAccountToken', true).not(),
    },
    {
      message: 'project no token but those that the identity webhooks of the cloud add',
      holds: volumes.all((volume) =>
        volume.items('projected.sources', 'source').all((source) => isTokenless(platform, volume, source)),
      ),
    },
  ],
};

function isOwnAccount(platform: Platform): Flag {
  const name = pod.text('serviceAccountName');
  const adopted = platform.projects.filter((one) => one.serviceAccount !== SERVICE_ACCOUNT);
  if (adopted.length === 0) return name.is(SERVICE_ACCOUNT);
  const own = project(platform);
  return anyOf(
    allOf(own.isOneOf(adopted.map((one) => one.name)).not(), name.is(SERVICE_ACCOUNT)),
    ...adopted.map((one) => allOf(own.is(one.name), name.is(one.serviceAccount))),
  );
}

/**
 * The volumes of EKS Pod Identity and of IAM roles for service accounts, exactly as their webhook writes them
 * (https://github.com/aws/amazon-eks-pod-identity-webhook, pkg/handler).
 */
const CLOUD_TOKENS = [
  { volume: 'eks-pod-identity-token', audience: 'pods.eks.amazonaws.com' },
  { volume: 'aws-iam-token', audience: 'sts.amazonaws.com' },
];

function isTokenless({ aws }: Platform, volume: Thing, source: Thing): Flag {
  const tokenless = source.has('serviceAccountToken').not();
  if (aws === undefined) return tokenless;
  const audience = source.text('serviceAccountToken.audience');
  return tokenless.or(
    ...CLOUD_TOKENS.map((token) => allOf(volume.text('name').is(token.volume), audience.is(token.audience))),
  );
}
