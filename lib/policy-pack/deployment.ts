import type { PolicyResource } from '@pulumi/policy';
import { UNKNOWN_TEXT } from '../model/pulumi-marks';

export interface Deployment {
  /** The resources in the form of `pulumi stack export`. */
  readonly text: string;
  /** The resource that stands in a line of the text, counted from 1. */
  urnAt(line: number): string | undefined;
}

/** The resources of a stack as the verifier reads them, one a line so that findings lead back to their resource. */
export function deploymentOf(resources: readonly PolicyResource[]): Deployment {
  const head = '{"version":3,"deployment":{"resources":[';
  const lines = resources.map((resource) => JSON.stringify(resourceOf(resource)));
  return {
    text: `${head}\n${lines.join(',\n')}\n]}}`,
    urnAt: (line) => resources[line - 2]?.urn,
  };
}

function resourceOf(resource: PolicyResource): object {
  const { urn, type, props, parent, dependencies = [], propertyDependencies = {} } = resource;
  return {
    urn,
    type,
    inputs: readable(props),
    ...(parent === undefined ? {} : { parent: parent.urn }),
    dependencies: dependencies.map((dependency) => dependency.urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, list]) => [property, list.map((item) => item.urn)]),
    ),
  };
}

/** A copy in which what a preview cannot know is marked: the engine's own objects throw when such a value is read. */
function readable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const read = (key: string): unknown => {
    try {
      return readable((value as Readonly<Record<string, unknown>>)[key]);
    } catch {
      return UNKNOWN_TEXT;
    }
  };
  if (Array.isArray(value)) return Object.keys(value).map(read);
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(key)]));
}
