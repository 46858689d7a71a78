import { suggestion } from '../model/fault';
import type { Inputs } from '../verify/input/inputs';
import { isKind } from '../verify/input/kubernetes-object';

/** Says on standard error which namespaces are asked about that no object is in: what a misspelt one comes to reads like an answer. */
export function noteAbsentNamespaces(paths: readonly string[], { objects }: Inputs, asked: readonly string[]): void {
  const known = new Set(
    objects.flatMap((object) => (isKind(object, '', 'Namespace') ? object.name : (object.namespace ?? []))),
  );
  for (const name of asked.filter((item) => !known.has(item))) {
    const meant = suggestion(name, [...known], '');
    console.error(`no object of ${paths.join(', ')} is in the namespace ${name}${meant === '' ? '' : `; ${meant}`}`);
  }
}
