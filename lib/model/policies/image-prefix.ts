import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { isImagePrefix } from '../names';

/** Stands for the name of the project whose pod it is. */
export const PROJECT_PLACEHOLDER = '{project}';

export function imagePrefixFaults(prefix: string | undefined, path: string): Fault[] {
  if (prefix === undefined || isImagePrefix(prefix)) return [];
  return [
    {
      path,
      given: shown(prefix),
      allowed: 'registry/path/ with the registry spelled out and a slash at the end',
      fix: `such as "registry.example.com/ml/"; ${PROJECT_PLACEHOLDER} stands for the project's name`,
    },
  ];
}

/** Whether a project may run an image from there. */
export function isAllowedImage(image: string, prefixes: readonly string[], project: string): boolean {
  return prefixes.some((prefix) => image.startsWith(prefix.replaceAll(PROJECT_PLACEHOLDER, project)));
}
