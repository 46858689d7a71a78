import { AMD_GPU, EFA_DEVICE, NVIDIA_GPU } from '../nodes/device-resources';
import type { Platform } from '../platform/platform';
import type { Project } from './project';

/**
 * How many devices of each kind a project may hold: of every pool of the platform, and 0 for those that it has no nodes of,
 * since a quota without the key is no limit (https://kubernetes.io/docs/concepts/policy/resource-quotas/).
 *
 * @returns numbers by extended resource, such as `nvidia.com/gpu`
 */
export function deviceBounds(
  { pools }: Pick<Platform, 'pools'>,
  { nodeGroups, quota }: Pick<Project, 'nodeGroups' | 'quota'>,
): ReadonlyMap<string, number> {
  const own = new Set(nodeGroups.flatMap(({ pool }) => [pool.gpuResource, pool.rdmaResource]));
  const held = (resource: string, most: number): [string, number] => [resource, own.has(resource) ? most : 0];
  return new Map([
    ...[NVIDIA_GPU, AMD_GPU, ...pools.map(({ gpuResource }) => gpuResource)].map((gpu) => held(gpu, quota.gpus)),
    [EFA_DEVICE, quota.efaDevices] as const,
    ...pools.flatMap(({ rdmaResource }) => (rdmaResource === undefined ? [] : [held(rdmaResource, quota.rdmaDevices)])),
  ]);
}
