import type { Platform, Project } from '../../model';
import type { ServiceAccount } from '../api';
import { projectMetadata } from '../metadata';

/**
 * The identity of training pods. It has no rights in the cluster and no token: an Indexed Job needs neither, and a token
 * is what a compromised script looks for first. Pod Identity adds a token of its own, which only AWS accepts.
 */
export function trainingServiceAccount(platform: Platform, project: Project): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: projectMetadata(platform, project, project.serviceAccount, {
      purpose: 'Training pods run as this account. It has no rights in the cluster.',
    }),
    automountServiceAccountToken: false,
  };
}
