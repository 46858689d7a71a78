import { existsSync } from 'node:fs';
import { suggestion } from '../model/fault/fault';
import type { Inputs } from '../verify/input/inputs';
import { isKind } from '../verify/input/kubernetes-object';
import { UsageError } from './exit-code';

/**
 * Says on standard error which namespaces are asked about that no object is in: what a misspelt one
 * comes to reads like an answer.
 *
 * @returns those namespaces
 * @throws UsageError for a path behind the option, which would not be judged
 */
export function noteAbsentNamespaces(
  paths: readonly string[],
  { objects }: Inputs,
  asked: readonly string[],
): readonly string[] {
  const known = new Set(
    objects.flatMap((object) => (isKind(object, '', 'Namespace') ? object.name : (object.namespace ?? []))),
  );
  const absent = asked.filter((item) => !known.has(item));
  for (const name of absent) {
    if (existsSync(name))
      throw new UsageError(`--namespace ${name}: no object is in such a namespace, and it is a path`);
    const meant = suggestion(name, [...known], '');
    console.error(`no object of ${paths.join(', ')} is in the namespace ${name}${meant === '' ? '' : `; ${meant}`}`);
  }
  return absent;
}
