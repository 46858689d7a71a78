import { ownValue } from '../record';
/** Names of resources by the end of their domain: `gpu.intel.com/i915` is one of `intel.com`. */
type Names = Readonly<Record<string, RegExp>>;

/** GPUs and other accelerators, and shares of them, as the plugins of their vendors and of schedulers advertise them. */
export const ACCELERATORS: Names = {
  'nvidia.com': /^(?:gpu|pgpu|mig-)/,
  'amd.com': /^gpu/,
  // https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html
  'intel.com': /^(?:gpu|(?:i915|xe)$)/,
  'habana.ai': /^gaudi/,
  'google.com': /^tpu$/,
  // https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/kubernetes-getting-started.html
  'amazon.com': /^neuron/,
  'amazonaws.com': /^(?:neuron|vgpu)/,
  'qualcomm.com': /^qaic/,
  // https://github.com/volcano-sh/devices
  'volcano.sh': /^v?gpu-/,
  // https://www.hiascend.com/document, https://project-hami.io/docs/
  'huawei.com': /^(?:ascend|npu)/i,
  'aliyun.com': /^(?:gpu|ppu)/,
  'tencent.com': /^(?:vcuda|qgpu)-/,
  'cambricon.com': /^v?mlu/,
  'metax-tech.com': /^s?gpu/,
  'kunlunxin.com': /^v?xpu/,
  'hygon.com': /^dcu/,
  'iluvatar.ai': /gpu$/i,
  'mthreads.com': /^[sv]?gpu/,
  'enflame.com': /gcu$/,
};

/** Everything else of vendors who advertise nothing but devices, and interfaces of fabrics. */
export const OTHER_DEVICES: Names = {
  'nvidia.com': /^/,
  'amd.com': /^/,
  'intel.com': /^/,
  'habana.ai': /^/,
  'mellanox.com': /^/,
  // Others of the same domain are addresses and interfaces of ordinary pods (https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html).
  'amazonaws.com': /^efa/,
};

/** Whether a resource has one of some names. */
export function isNamedBy(names: Names, resource: string): boolean {
  const slash = resource.indexOf('/');
  // Processors, memory and all that Kubernetes counts itself.
  if (slash === -1) return false;
  const [domain, name] = [resource.slice(0, slash), resource.slice(slash + 1)];
  const labels = domain.split('.');
  return labels.some((_, start) => {
    const end = labels.slice(start).join('.');
    return ownValue(names, end)?.test(name) === true;
  });
}
