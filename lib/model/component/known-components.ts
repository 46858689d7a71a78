import { DNS_PODS } from '../network/dns-server';
import { KUBE_SYSTEM } from '../kubernetes/kubernetes-namespaces';
import type { ComponentProps } from './component-props';

/** A part of a component: pods with labels and needs of their own. A component of one part has no name for it. */
export interface ComponentPart extends Omit<ComponentProps, 'name'> {
  readonly part?: string;
}

const operator = { dns: true, kubernetesApi: true } as const;
const cloudOperator = { ...operator, cloudEndpoints: true, podIdentity: true } as const;

/**
 * Components by the names, namespaces and labels of their charts and add-ons. What they need of the network is what
 * their charts' documentation and templates show; the source stands beside each.
 */
export const KNOWN_COMPONENTS = {
  // https://github.com/aws/amazon-vpc-cni-k8s: kube-dns keeps its label on EKS and kubeadm alike
  coredns: [
    {
      ...DNS_PODS,
      needs: {
        kubernetesApi: true,
        upstreamDns: true,
        serves: [
          { port: 53, protocol: 'UDP', from: 'cluster' },
          { port: 53, protocol: 'TCP', from: 'cluster' },
        ],
      },
    },
  ],
  // https://github.com/NVIDIA/k8s-device-plugin/tree/main/deployments/helm: kubelet socket only
  'nvidia-device-plugin': [{ namespace: 'nvidia-device-plugin', needs: {} }],
  // https://github.com/NVIDIA/gpu-operator/tree/main/deployments/gpu-operator, with node feature discovery
  'gpu-operator': [{ namespace: 'gpu-operator', needs: operator }],
  // https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin: hostNetwork
  'efa-device-plugin': [{ namespace: KUBE_SYSTEM, hostNetwork: true, needs: {} }],
  // https://github.com/Mellanox/network-operator
  'network-operator': [{ namespace: 'nvidia-network-operator', needs: operator }],
  // https://github.com/falcosecurity/charts/tree/master/charts/falco
  falco: [{ namespace: 'falco', needs: operator }],
  // https://github.com/aws/eks-charts/tree/master/stable/aws-for-fluent-bit
  'fluent-bit': [{ namespace: 'amazon-cloudwatch', needs: cloudOperator }],
  // https://github.com/awslabs/mountpoint-s3-csi-driver/tree/main/charts: the mounts run as pods of mount-s3 since 2.0
  'mountpoint-s3': [
    { namespace: 'mount-s3', needs: { dns: true, cloudEndpoints: true, podIdentity: true }, podSecurity: 'restricted' },
    { part: 'controller', namespace: KUBE_SYSTEM, podLabels: { app: 's3-csi-controller' }, needs: operator },
    { part: 'node', namespace: KUBE_SYSTEM, podLabels: { app: 's3-csi-node' }, needs: cloudOperator },
  ],
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/tree/master/charts
  'ebs-csi': [
    { part: 'controller', namespace: KUBE_SYSTEM, podLabels: { app: 'ebs-csi-controller' }, needs: cloudOperator },
    { part: 'node', namespace: KUBE_SYSTEM, podLabels: { app: 'ebs-csi-node' }, needs: operator },
  ],
  // https://github.com/kubernetes-sigs/aws-fsx-csi-driver/tree/master/charts
  'fsx-csi': [
    { part: 'controller', namespace: KUBE_SYSTEM, podLabels: { app: 'fsx-csi-controller' }, needs: cloudOperator },
    { part: 'node', namespace: KUBE_SYSTEM, podLabels: { app: 'fsx-csi-node' }, needs: operator },
  ],
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver/tree/master/charts
  'efs-csi': [
    { part: 'controller', namespace: KUBE_SYSTEM, podLabels: { app: 'efs-csi-controller' }, needs: cloudOperator },
    { part: 'node', namespace: KUBE_SYSTEM, hostNetwork: true, needs: {} },
  ],
  // https://github.com/kubernetes/autoscaler/tree/master/charts/cluster-autoscaler
  'cluster-autoscaler': [
    {
      namespace: KUBE_SYSTEM,
      podLabels: { 'app.kubernetes.io/name': 'aws-cluster-autoscaler' },
      needs: cloudOperator,
    },
  ],
  // https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter
  karpenter: [{ namespace: 'karpenter', needs: cloudOperator }],
  // https://github.com/kubernetes-sigs/metrics-server/tree/master/charts/metrics-server
  'metrics-server': [
    {
      namespace: KUBE_SYSTEM,
      podLabels: { 'app.kubernetes.io/name': 'metrics-server' },
      needs: { ...operator, kubelets: true, serves: [{ port: 10250, from: 'control-plane' }] },
    },
  ],
  // https://github.com/kyverno/kyverno/tree/main/charts/kyverno
  kyverno: [
    {
      namespace: 'kyverno',
      needs: { ...operator, serves: [{ port: 9443, from: 'control-plane' }] },
      podSecurity: 'restricted',
    },
  ],
  // https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets
  'external-secrets': [
    {
      namespace: 'external-secrets',
      needs: { ...cloudOperator, serves: [{ port: 10250, from: 'control-plane' }] },
      podSecurity: 'restricted',
    },
  ],
  // https://github.com/kubernetes-sigs/kueue/tree/main/charts/kueue
  kueue: [
    {
      namespace: 'kueue-system',
      needs: { ...operator, serves: [{ port: 9443, from: 'control-plane' }] },
      podSecurity: 'restricted',
    },
  ],
} as const satisfies Record<string, readonly ComponentPart[]>;

/** A component whose namespace, labels and needs the library knows, by the name of its chart. */
export type KnownComponent = keyof typeof KNOWN_COMPONENTS;
