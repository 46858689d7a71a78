import type { Pool } from '../pool';

/**
 * User data of Bottlerocket, which EKS completes with the cluster's own facts (https://bottlerocket.dev/en/os/). It raises
 * the limit of locked memory and the huge pages by itself where there is EFA
 * (https://github.com/bottlerocket-os/bottlerocket-core-kit/pull/141).
 */
export function bottlerocketUserData(pool: Pool): string {
  const lines = [
    '[settings.kubernetes]',
    'cpu-manager-policy = "static"',
    'topology-manager-policy = "best-effort"',
    '# Without this a pod without a GPU sees all of them by setting NVIDIA_VISIBLE_DEVICES.',
    '[settings.kubelet-device-plugins.nvidia]',
    'device-list-strategy = "volume-mounts"',
    'pass-device-specs = true',
    '[settings.nvidia-container-runtime]',
    'visible-devices-as-volume-mounts = true',
    'visible-devices-envvar-when-unprivileged = false',
  ];
  if (pool.node.localNvmeGB > 0) {
    lines.push(
      '# All local disks as one volume below containerd and the kubelet: scratch space of pods.',
      '[settings.bootstrap-commands.scratch]',
      'commands = [',
      '  ["apiclient", "ephemeral-storage", "init"],',
      '  ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"],',
      ']',
      'essential = true',
      'mode = "always"',
    );
  }
  return `${lines.join('\n')}\n`;
}
