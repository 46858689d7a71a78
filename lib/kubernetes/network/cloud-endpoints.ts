import type { Platform, Project } from '../../model';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { blocks, EVERY_POD, tcp } from './selectors';

/**
 * Lets the project's pods reach the cloud's interface endpoints (S3, STS, logs). Which buckets and accounts lie behind
 * them is for the endpoints' own policies: an address says nothing about a bucket.
 */
export function allowCloudEndpoints(platform: Platform, project: Project): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: projectMetadata(platform, project, 'allow-cloud-endpoints', {
      purpose: 'Cloud services are reached through the interface endpoints of the VPC only.',
    }),
    spec: {
      podSelector: EVERY_POD,
      policyTypes: ['Egress'],
      egress: [{ to: blocks(platform.network.endpointCidrs), ports: [tcp(443)] }],
    },
  };
}
