import type { Plan, PlannedResource } from './plan';
import type { JsonObject } from './wire';

/**
 * The plan in the form of `pulumi stack export`, version 3: what reads stacks reads plans. There is no time and no version
 * in it, so the same program gives the same bytes.
 */
function deployment({ resources }: Plan): JsonObject {
  return {
    version: 3,
    deployment: {
      manifest: { time: '0001-01-01T00:00:00Z', magic: '', version: '' },
      resources: resources.map(exported),
      metadata: {},
    },
  };
}

function exported(resource: PlannedResource): JsonObject {
  const { urn, custom, id, type, inputs, outputs, parent, provider } = resource;
  return {
    urn,
    custom,
    ...(id === undefined ? {} : { id }),
    type,
    inputs,
    outputs,
    ...(parent === undefined ? {} : { parent }),
    ...(resource.protect ? { protect: true } : {}),
    ...(resource.dependencies.length === 0 ? {} : { dependencies: resource.dependencies }),
    ...(provider === undefined || provider === '' ? {} : { provider }),
    ...(Object.keys(resource.propertyDependencies).length === 0
      ? {}
      : { propertyDependencies: resource.propertyDependencies }),
    ...(resource.additionalSecretOutputs.length === 0
      ? {}
      : { additionalSecretOutputs: resource.additionalSecretOutputs }),
    ...(resource.retainOnDelete ? { retainOnDelete: true } : {}),
    ...(resource.ignoreChanges.length === 0 ? {} : { ignoreChanges: resource.ignoreChanges }),
    ...(resource.replaceOnChanges.length === 0 ? {} : { replaceOnChanges: resource.replaceOnChanges }),
  };
}

/** The document as text, two blanks an indentation and a line end. */
export function deploymentText(plan: Plan): string {
  return `${JSON.stringify(deployment(plan), null, 2)}\n`;
}
