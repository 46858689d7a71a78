import type { Platform, Project, Weakening } from '../../model';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { blocks, EVERY_POD } from './selectors';

/**
 * Opens every address to the project. On CNIs that match pods by address this includes the pods of every other
 * namespace, as far as their own ingress lets them in; the private ranges cannot be left out, since `except` is not
 * reliable (https://github.com/aws/aws-network-policy-agent/issues/92).
 */
export function allowInternet(platform: Platform, project: Project, { reason }: Weakening): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: projectMetadata(platform, project, 'unsafe-internet', {
      purpose: 'The project may send to any address.',
      risks: [{ id: 'internet-egress', reason }],
    }),
    spec: { podSelector: EVERY_POD, policyTypes: ['Egress'], egress: [{ to: blocks(['0.0.0.0/0']) }] },
  };
}
