import type { Platform, Project } from '../../model';
import { asksIdentityAgent } from '../../model/aws/pod-credentials';
import type { NetworkPolicy } from '../api';
import type { CiliumNetworkPolicy } from './cilium';
import { allowCloudEndpoints } from './cloud-endpoints';
import { defaultDeny } from './default-deny';
import { allowDns } from './dns';
import { allowInternet } from './internet';
import { allowKubernetesApi } from './kubernetes-api';
import { allowProjectPeers } from './peers';
import { allowPodIdentity } from './pod-identity';
import { allowSharedService } from './shared-service';

/**
 * The policies of a project, one for each intent. Policies only add: what is not in this list is shut, and one policy
 * of another tool in the same namespace can open it again.
 */
export function projectPolicies(platform: Platform, project: Project): (NetworkPolicy | CiliumNetworkPolicy)[] {
  const { internet, kubernetesApi } = project.unsafe;
  return [
    defaultDeny(platform, project),
    ...allowDns(platform, project),
    ...(project.peers === 'project' ? [allowProjectPeers(platform, project)] : []),
    ...platform.services
      .filter(({ name }) => project.uses.includes(name))
      .map((service) => allowSharedService(platform, project, service)),
    ...(platform.network.endpointCidrs.length > 0 ? [allowCloudEndpoints(platform, project)] : []),
    ...(platform.aws !== undefined && asksIdentityAgent(platform.aws.credentials)
      ? [allowPodIdentity(platform, project)]
      : []),
    ...(internet === undefined ? [] : [allowInternet(platform, project, internet)]),
    ...(kubernetesApi === undefined ? [] : [allowKubernetesApi(platform, project, kubernetesApi)]),
  ];
}
