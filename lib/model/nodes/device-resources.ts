/** NVIDIA's GPUs, as their device plugin advertises them (https://github.com/NVIDIA/k8s-device-plugin). */
export const NVIDIA_GPU = 'nvidia.com/gpu';

/** AMD's GPUs (https://github.com/ROCm/k8s-device-plugin). */
export const AMD_GPU = 'amd.com/gpu';

/** Interfaces of the Elastic Fabric Adapter (https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin). */
export const EFA_DEVICE = 'vpc.amazonaws.com/efa';
