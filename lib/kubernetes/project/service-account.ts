import type { Platform, Project } from '../../model';
import { ROLE_ANNOTATION } from '../../model/project/service-account';
import type { ServiceAccount } from '../api';
import { projectMetadata } from '../metadata';

/**
 * The identity of training pods. It has no rights in the cluster and no token: an Indexed Job needs neither, and a token
 * is what a compromised script looks for first. Pod Identity adds a token of its own, which only AWS accepts.
 */
export function trainingServiceAccount(platform: Platform, project: Project): ServiceAccount {
  const metadata = projectMetadata(platform, project, project.serviceAccount, {
    purpose: 'Training pods run as this account. It has no rights in the cluster.',
  });
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...irsaRole(platform, project) } },
    automountServiceAccountToken: false,
  };
}

/**
 * With roles for service accounts the account names its role; with Pod Identity an association does, outside the cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html).
 */
function irsaRole({ aws }: Platform, { role }: Project): Record<string, string> {
  if (aws?.credentials.kind !== 'irsa' || role.arn === undefined) return {};
  return { [ROLE_ANNOTATION]: role.arn };
}
