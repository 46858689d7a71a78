import { nodePools } from '../../lib/verify/placement/node-pool';
import { trainingScope } from '../../lib/verify/scope/training-scope';
import { isTrainingPool } from '../../lib/verify/scope/training-pools';
import { isAccelerator, isDevice } from '../../lib/verify/workload/device-request';
import { inputsOfObjects } from './inputs-of';

test.each([
  'nvidia.com/gpu',
  'nvidia.com/gpu.shared',
  'nvidia.com/mig-1g.5gb',
  'requests.nvidia.com/gpu',
  'amd.com/gpu',
  'gpu.intel.com/i915',
  'gpu.intel.com/xe',
  'habana.ai/gaudi',
  'google.com/tpu',
  'aws.amazon.com/neuron',
  'aws.amazon.com/neuroncore',
  'aws.amazon.com/neurondevice',
  'k8s.amazonaws.com/vgpu',
  'qualcomm.com/qaic',
  'volcano.sh/vgpu-number',
  'huawei.com/Ascend910',
  'huawei.com/Ascend310P',
  'aliyun.com/gpu-mem',
  'tencent.com/vcuda-core',
  'cambricon.com/mlu',
  'cambricon.com/vmlu',
  'metax-tech.com/gpu',
  'metax-tech.com/sgpu',
  'kunlunxin.com/xpu',
  'hygon.com/dcunum',
  'iluvatar.ai/BI-V100-vgpu',
  'mthreads.com/vgpu',
  'enflame.com/gcu',
])('%s is an accelerator', (resource) => {
  expect([isAccelerator(resource), isDevice(resource)]).toEqual([true, true]);
});

test.each([
  'vpc.amazonaws.com/efa',
  'mellanox.com/nic',
  'nvidia.com/hostdev',
  'intel.com/sriov_dpdk',
  'gpu.intel.com/i915_monitoring',
  'rdma/hca_shared_devices_a',
  'aliyun/erdma',
])('%s is a device, and nothing to train on', (resource) => {
  expect([isAccelerator(resource), isDevice(resource)]).toEqual([false, true]);
});

test.each([
  'cpu',
  'memory',
  'hugepages-2Mi',
  'vpc.amazonaws.com/pod-eni',
  'vpc.amazonaws.com/PrivateIPv4Address',
  'tke.cloud.tencent.com/eni-ip',
  'cloud.google.com/gke-accelerator',
  'notnvidia.com/gpu',
  'devices.kubevirt.io/kvm',
  'constructor/gpu',
])('%s is none', (resource) => {
  expect([isAccelerator(resource), isDevice(resource)]).toEqual([false, false]);
});

test.each<[string, boolean, object, object]>([
  ['that has accelerators', true, {}, { status: { capacity: { cpu: '8', 'aws.amazon.com/neuron': '16' } } }],
  ['that has none left', false, {}, { status: { capacity: { cpu: '8', 'nvidia.com/gpu': '0' } } }],
  ['of interfaces alone', false, {}, { status: { capacity: { 'vpc.amazonaws.com/pod-eni': '107' } } }],
  ['whose taint names an accelerator', true, { taints: [{ key: 'habana.ai/gaudi', effect: 'NoSchedule' }] }, {}],
  ['whose taint names something else', false, { taints: [{ key: 'spot', effect: 'NoSchedule' }] }, {}],
])('a node %s is for training: %s', (_, expected, spec, more) => {
  const inputs = inputsOfObjects({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec, ...more });
  const scope = trainingScope(inputs.objects, [], {});
  expect(nodePools(inputs).map((pool) => isTrainingPool(pool, scope))).toEqual([expected]);
});
