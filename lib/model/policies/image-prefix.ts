import type { Fault } from '../fault';
import { shown } from '../fault';

/** Stands for the name of the project whose pod it is. */
export const PROJECT_PLACEHOLDER = '{project}';

/**
 * Where images come from, ending with a slash: `registry.example.com/ml/` without it would also let
 * `registry.example.com/ml-evil/x` pass, and `registry.example.com` also `registry.example.com.evil.io`.
 */
const PREFIX = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d+)?(\/([a-z0-9]+([._-]+[a-z0-9]+)*|\{project\}))*\/$/;

export function imagePrefixFaults(prefix: string | undefined, path: string): Fault[] {
  if (prefix === undefined || (PREFIX.test(prefix) && /[.:]|^localhost/.test(prefix.split('/')[0] ?? ''))) return [];
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
