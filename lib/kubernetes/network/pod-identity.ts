import type { Platform, Project } from '../../model';
import { POD_IDENTITY_AGENT } from '../../model/network/link-local';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { hostEgress, type CiliumNetworkPolicy } from './cilium';
import { blocks, EVERY_POD, tcp } from './selectors';

/** Lets the project's pods fetch their credentials; a default deny without it takes them all away. */
export function allowPodIdentity(platform: Platform, project: Project): NetworkPolicy | CiliumNetworkPolicy {
  const metadata = projectMetadata(platform, project, 'allow-pod-identity', {
    purpose: 'Credentials of the role of this project come from the Pod Identity agent of the node.',
  });
  if (platform.network.cni === 'cilium') {
    // The agent runs on the host's network, which Cilium never matches by ipBlock (https://github.com/cilium/cilium/issues/34387).
    return hostEgress(metadata, [{ port: String(POD_IDENTITY_AGENT.port), protocol: 'TCP' }]);
  }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: EVERY_POD,
      policyTypes: ['Egress'],
      egress: [{ to: blocks([POD_IDENTITY_AGENT.cidr]), ports: [tcp(POD_IDENTITY_AGENT.port)] }],
    },
  };
}
