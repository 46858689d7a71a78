import type { Platform } from '../platform/platform';

/** Values of one Helm chart, ready for `helm upgrade --install ... -f`. */
export interface ChartValues {
  /** File name without ending, and name of the chart. */
  readonly chart: string;
  /** Repository of the chart. */
  readonly repository: string;
  /** Namespace that the platform's manifests prepare for it. */
  readonly namespace: string;
  /** What the values do, as comments at the head of the file, one line each. */
  readonly about: readonly string[];
  /** The values themselves, as the chart's `values.yaml` has them. */
  readonly values: object;
}

/** How one chart is told to run on training nodes. */
export type ChartRenderer = (platform: Platform) => ChartValues;
