import { byKey } from '../model/code-unit-order';
import type { DefaultProvider } from './engine';
import { NO_OPTIONS, type PlannedResource, type PlanOptions } from './plan';
import { SECRET, type Json, type JsonObject } from './wire';

/** `aws` of `aws:s3/bucket:Bucket`. */
export function providerPackage(type: string): string {
  return type.slice(0, type.indexOf(':'));
}

/** `default_7_48_0`, as the engine calls the provider of a version; `default` without one. */
export function providerName(version: string): string {
  return version === '' ? 'default' : `default_${version.replace(/[.+-]/g, '_')}`;
}

/** The resource that the engine makes for a default provider: configured by the stack. */
export function defaultProviderResource(
  { name, package: pkg, version }: DefaultProvider,
  {
    project,
    stack,
    config,
    secretConfig,
  }: Required<Pick<PlanOptions, 'project' | 'stack' | 'config' | 'secretConfig'>>,
): PlannedResource {
  const settings = Object.entries(config)
    .filter(([key]) => key.startsWith(`${pkg}:`))
    .map(([key, value]): [string, Json] => [key.slice(pkg.length + 1), secretConfig.includes(key) ? SECRET : value]);
  const inputs: JsonObject = Object.fromEntries(
    [...settings, ...(version === '' ? [] : [['version', version] as [string, Json]])].sort(byKey),
  );
  return {
    urn: `urn:pulumi:${stack}::${project}::pulumi:providers:${pkg}::${name}`,
    type: `pulumi:providers:${pkg}`,
    name,
    custom: true,
    inputs,
    outputs: inputs,
    dependencies: [],
    ...NO_OPTIONS,
  };
}
