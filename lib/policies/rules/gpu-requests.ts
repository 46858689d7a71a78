import { AMD_GPU, EFA_DEVICE } from '../../model/nodes/device-resources';
import type { Platform } from '../../model';
import { PODS_AND_TEMPLATES } from '../judged';
import { containers, pod, podUnchanged } from '../predicate/pod';
import { allOf, anyOf, type Flag, type Text } from '../predicate/values';
import type { ExpressionRule } from '../rule';

/** Devices of training nodes under the names of their device plugins; NVIDIA's stand for slices and pass-through too. */
const DEVICES = { prefixes: ['nvidia.com/'], names: [AMD_GPU, EFA_DEVICE] };

export const gpuRequests: ExpressionRule = {
  id: 'gpu-requests',
  title: 'Outside the projects only listed namespaces ask for GPUs',
  why: 'Whoever may ask for a GPU anywhere ends up beside training, or takes the nodes that training waits for.',
  stops: ['A4', 'T17'],
  judges: PODS_AND_TEMPLATES,
  scope: 'elsewhere-without-gpus',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: 'ask for no GPU here, or list the namespace in policies.gpuNamespaces of the platform',
      holds: allOf(
        containers.all((container) =>
          allOf(
            ...['resources.limits', 'resources.requests'].map((field) =>
              container
                .thing(field)
                .keys('resource')
                .all((resource) =>
                  isDevice(platform, resource).implies(container.text([...field.split('.'), resource]).is('0')),
                ),
            ),
          ),
        ),
        pod.items('resourceClaims', 'claim').isEmpty(),
      ),
    },
  ],
};

function isDevice({ pools }: Platform, resource: Text): Flag {
  const own = pools.flatMap(({ gpuResource, rdmaResource }) => [gpuResource, ...(rdmaResource ? [rdmaResource] : [])]);
  const { prefixes, names } = DEVICES;
  const others = own.filter((name) => !prefixes.some((prefix) => name.startsWith(prefix)));
  return anyOf(
    ...prefixes.map((prefix) => resource.startsWith(prefix)),
    resource.isOneOf([...new Set([...names, ...others])]),
  );
}
