import { issueCertificate } from '../rig/certificates';
import type { Cluster } from '../rig/cluster';
import { kubeconfigText } from '../rig/kubeconfig';
import { fabricAddress } from './fabric';

/** Issues a client of the API server, as it is reached from the nodes, and returns its kubeconfig. */
export async function clientKubeconfig(cluster: Cluster, name: string, subject: string): Promise<string> {
  const { rig, port, certificates } = cluster;
  const client = await issueCertificate(rig.folder, certificates.ca, name, subject);
  const url = `https://${fabricAddress}:${port}`;
  return rig.folder.write(`${name}.kubeconfig`, kubeconfigText(url, certificates.ca.cert, client));
}

/** Who enforces NetworkPolicies, and what that takes. */
export const policyEngineUser = 'network-policies';

export const policyEngineRights: readonly object[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: policyEngineUser },
    rules: [
      { apiGroups: [''], resources: ['pods', 'nodes', 'namespaces'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'watch'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: policyEngineUser },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: policyEngineUser },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: policyEngineUser }],
  },
];
