import type { Platform } from '../platform/platform';
import type { ChartRenderer, ChartValues } from './chart-values';
import { efaDevicePlugin } from './efa-device-plugin';
import { falco } from './falco';
import { fluentBit } from './fluent-bit';
import { gpuOperator } from './gpu-operator';
import { kyverno } from './kyverno';
import { mountpointS3 } from './mountpoint-s3';
import { networkOperator } from './network-operator';
import { nvidiaDevicePlugin } from './nvidia-device-plugin';

export type { ChartValues } from './chart-values';

const CHARTS: readonly ChartRenderer[] = [
  efaDevicePlugin,
  falco,
  fluentBit,
  gpuOperator,
  kyverno,
  mountpointS3,
  networkOperator,
  nvidiaDevicePlugin,
];

/**
 * Helm values for every node agent that the training taint would keep away, and for the charts that share something with
 * the manifests: Kyverno, Mountpoint. The other CSI drivers, the VPC CNI, the Pod Identity agent, Tetragon and Tracee
 * tolerate everything by default and need none.
 */
export function helmValues(platform: Platform): readonly ChartValues[] {
  return CHARTS.map((render) => render(platform));
}
