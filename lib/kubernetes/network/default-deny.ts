import type { Platform, Project } from '../../model';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { EVERY_POD } from './selectors';

/**
 * Shuts every pod of the project in both directions. One policy that names both: an egress-only policy leaves ingress
 * open and the other way round (https://github.com/aws/amazon-vpc-cni-k8s/issues/3068).
 */
export function defaultDeny(platform: Platform, project: Project): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: projectMetadata(platform, project, 'default-deny', {
      purpose: 'Nothing enters or leaves a pod of this project unless another policy says so.',
    }),
    spec: { podSelector: EVERY_POD, policyTypes: ['Ingress', 'Egress'] },
  };
}
