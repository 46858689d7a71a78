import type { Platform, Project, Weakening } from '../../model';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { entityEgress, type CiliumNetworkPolicy } from './cilium';
import { blocks, EVERY_POD, tcp } from './selectors';

/** Opens the API server to the project. An Indexed Job never needs it; KubeRay heads and elastic launchers do. */
export function allowKubernetesApi(
  platform: Platform,
  project: Project,
  { reason }: Weakening,
): NetworkPolicy | CiliumNetworkPolicy {
  const { cidrs, port } = platform.network.controlPlane ?? { cidrs: [], port: 443 };
  const metadata = projectMetadata(platform, project, 'unsafe-kubernetes-api', {
    purpose: 'The project may talk to the API server of the cluster.',
    risks: [{ id: 'kubernetes-api-egress', reason }],
  });
  if (platform.network.cni === 'cilium')
    return entityEgress(metadata, 'kube-apiserver', [{ port: String(port), protocol: 'TCP' }]);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: EVERY_POD, policyTypes: ['Egress'], egress: [{ to: blocks(cidrs), ports: [tcp(port)] }] },
  };
}
