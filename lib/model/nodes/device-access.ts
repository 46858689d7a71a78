/**
 * Ways past the device plugin. With its `envvar` strategy a variable shows a pod every GPU of the node
 * (https://github.com/NVIDIA/k8s-device-plugin/issues/203), with `volume-mounts` a mount below a certain folder does
 * (https://github.com/NVIDIA/nvidia-container-toolkit, `config.toml`); others switch driver checks off or let in
 * InfiniBand and storage devices.
 */
export const DEVICE_VARIABLES = {
  names: [
    'NVIDIA_VISIBLE_DEVICES',
    'NVIDIA_DRIVER_CAPABILITIES',
    'NVIDIA_DISABLE_REQUIRE',
    'NVIDIA_IMEX_CHANNELS',
    'NVIDIA_NVSWITCH',
    'NVIDIA_GDS',
    'NVIDIA_MOFED',
    'NVIDIA_GDRCOPY',
    'AMD_VISIBLE_DEVICES',
    'HABANA_VISIBLE_DEVICES',
  ],
  prefixes: ['NVIDIA_MIG_', 'NVIDIA_REQUIRE_'],
} as const;

export const DEVICE_MOUNT = '/var/run/nvidia-container-devices';

export function isDeviceVariable(name: string): boolean {
  return (
    DEVICE_VARIABLES.names.some((one) => one === name) ||
    DEVICE_VARIABLES.prefixes.some((prefix) => name.startsWith(prefix))
  );
}
