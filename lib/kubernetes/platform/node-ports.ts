import type { Platform } from '../../model';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { toYaml } from '../../model/kubernetes/to-yaml';
import type { ConfigMap } from '../api';
import { platformMetadata } from '../metadata';

/**
 * Node ports that answer on the loopback address only. The VPC CNI always lets a pod talk to its own node; a training pod
 * would reach every NodePort and LoadBalancer service there, and kube-proxy would forward it with the node as sender, past
 * every policy. Load balancers must have pods as targets then (target type `ip`).
 *
 * The whole configuration of EKS's kube-proxy, since its add-on knows no field for it
 * (https://github.com/aws/containers-roadmap/issues/2826); the infrastructure program tells EKS to leave it alone. Written
 * for a cluster of ours and not for one that runs other things already, whose services it could cut off.
 */
export function closedNodePorts(platform: Platform): ConfigMap | undefined {
  const { aws, network } = platform;
  if (aws?.vpcCidr === undefined || network.cni !== 'vpc-cni' || aws.unsafe.nodePorts !== undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: platformMetadata(platform, 'kube-proxy-config', KUBE_SYSTEM, {
      purpose: 'A pod reaches no service through the ports of its own node.',
    }),
    data: { config: toYaml(kubeProxyConfiguration()) },
  };
}

/** https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/; the rest is what EKS ships. */
function kubeProxyConfiguration(): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    bindAddress: '0.0.0.0',
    clientConnection: {
      acceptContentTypes: '',
      burst: 10,
      contentType: 'application/vnd.kubernetes.protobuf',
      kubeconfig: '/var/lib/kube-proxy/kubeconfig',
      qps: 5,
    },
    clusterCIDR: '',
    configSyncPeriod: '15m0s',
    conntrack: { maxPerCore: 32768, min: 131072, tcpCloseWaitTimeout: '1h0m0s', tcpEstablishedTimeout: '24h0m0s' },
    enableProfiling: false,
    healthzBindAddress: '0.0.0.0:10256',
    hostnameOverride: '',
    iptables: { masqueradeAll: false, masqueradeBit: 14, minSyncPeriod: '0s', syncPeriod: '30s' },
    metricsBindAddress: '0.0.0.0:10249',
    // Of the modes, this one honours the list for the loopback address.
    mode: 'iptables',
    nodePortAddresses: ['127.0.0.0/8'],
    oomScoreAdj: -998,
    portRange: '',
  };
}
