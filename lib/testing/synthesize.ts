import type { App } from 'cdk8s';

/** A Kubernetes object as it would be written. */
export interface SynthesizedObject {
  /** Group and version. */
  readonly apiVersion: string;
  /** Kind of the API. */
  readonly kind: string;
  /** Name and namespace, labels and annotations. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/**
 * Every object of an app, as `app.synth()` would write them, in the order of the charts. Nothing is written.
 *
 * @throws Error if a validation of the app fails, as `app.synth()` would
 */
export function synthesize(app: App): SynthesizedObject[] {
  const faults = app.node.findAll().flatMap(({ node }) => node.validate().map((fault) => `[${node.path}] ${fault}`));
  if (faults.length > 0) throw new Error(`validation failed:\n  ${faults.join('\n  ')}`);
  return app.charts.flatMap((chart) => chart.toJson() as SynthesizedObject[]);
}
