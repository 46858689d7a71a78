/**
 * Images of the node agents, by the name that the values files use for them: registry and repository as published. Without a
 * way to the internet a node pulls none of these by itself, and no GPU ever appears.
 */
export const AGENT_IMAGES = {
  // https://github.com/NVIDIA/k8s-device-plugin/blob/main/deployments/helm/nvidia-device-plugin/values.yaml
  devicePlugin: 'nvcr.io/nvidia/k8s-device-plugin',
  // https://github.com/NVIDIA/gpu-operator/blob/main/deployments/gpu-operator/values.yaml
  gpuOperator: 'nvcr.io/nvidia/gpu-operator',
  dcgmExporter: 'nvcr.io/nvidia/k8s/dcgm-exporter',
  migManager: 'nvcr.io/nvidia/cloud-native/k8s-mig-manager',
  nodeFeatureDiscovery: 'registry.k8s.io/nfd/node-feature-discovery',
  // https://github.com/aws/eks-charts/blob/master/stable/aws-efa-k8s-device-plugin/values.yaml
  efaDevicePlugin: '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin',
  // https://github.com/aws/eks-charts/blob/master/stable/aws-for-fluent-bit/values.yaml
  fluentBit: 'public.ecr.aws/aws-observability/aws-for-fluent-bit',
  // https://falco.org/docs/setup/container/: the same images as on Docker Hub, which asks for an account
  falco: 'public.ecr.aws/falcosecurity/falco',
  falcoDriverLoader: 'public.ecr.aws/falcosecurity/falco-driver-loader',
  falcoctl: 'public.ecr.aws/falcosecurity/falcoctl',
  // https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/charts/aws-mountpoint-s3-csi-driver/values.yaml
  mountpointS3: 'public.ecr.aws/mountpoint-s3-csi-driver/aws-mountpoint-s3-csi-driver',
  nodeDriverRegistrar: 'public.ecr.aws/csi-components/csi-node-driver-registrar',
  livenessProbe: 'public.ecr.aws/csi-components/livenessprobe',
} as const;

export type AgentImage = keyof typeof AGENT_IMAGES;
