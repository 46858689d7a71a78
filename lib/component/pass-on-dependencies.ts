import * as pulumi from '@pulumi/pulumi';

/**
 * Options of a component whose children wait for what the component waits for. Pulumi itself passes on `parent`, `provider`
 * and `protect`, but not `dependsOn`: a component that depends on something only looks as if it did.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/resource.ts, prepareResource
 */
export function passingOnDependencies(opts: pulumi.ComponentResourceOptions = {}): pulumi.ComponentResourceOptions {
  const { dependsOn, transformations = [] } = opts;
  if (dependsOn === undefined) return opts;
  return {
    ...opts,
    transformations: [
      ...transformations,
      (child) => ({ props: child.props, opts: pulumi.mergeOptions(child.opts, { dependsOn }) }),
    ],
  };
}
