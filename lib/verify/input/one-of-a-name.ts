import { byKey } from '../../model/code-unit-order';
import { isRecord } from '../record';
import { hasPodTemplates } from '../workload/pod-template';
import { makesHiddenPods } from '../workload/hidden-makers';
import type { InputFaults } from './input-fault';
import { isKind, objectName, type KubernetesObject } from './kubernetes-object';
import { lineOf } from './line-of';

/** What the API server writes into an object by itself. */
const OF_SERVER = new Set(['managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp']);

/**
 * Objects as a cluster can hold them: one of a name. The same one twice counts once. Of two that differ the one that is
 * applied last wins, and files do not say which that is: a fault.
 *
 * What makes pods stays as it is: both are judged. Namespaces are compared by their labels alone, where those are read.
 */
export function oneOfAName(objects: readonly KubernetesObject[], faults: InputFaults): readonly KubernetesObject[] {
  const seen = new Map<string, KubernetesObject>();
  return objects.filter((object) => {
    // Without a name it never reaches a cluster; with a `*` the API server makes up another one for each.
    if (object.name === '' || object.name.endsWith('*')) return true;
    const identity = `${object.group}\n${object.kind}\n${object.namespace ?? ''}\n${object.name}`;
    const earlier = seen.get(identity);
    if (earlier === undefined || isJudgedTwice(earlier)) {
      seen.set(identity, object);
      return true;
    }
    if (isJudgedTwice(object)) return true;
    if (contentOf(earlier) !== contentOf(object)) refuse(object, earlier, faults);
    return false;
  });
}

function isJudgedTwice(object: KubernetesObject): boolean {
  return isKind(object, '', 'Namespace') || hasPodTemplates(object) || makesHiddenPods(object);
}

function refuse(object: KubernetesObject, earlier: KubernetesObject, faults: InputFaults): void {
  const { document, pathInDocument } = object.field.at('metadata', 'name') ?? object.field;
  const { document: other, pathInDocument: path } = earlier.field;
  faults.inDocument(
    document,
    pathInDocument,
    objectName(object),
    'one object of this kind and name',
    `another one with other content stands at ${other.file.name}:${lineOf(other, path)}, and the last one applied wins: leave one of them out`,
  );
}

/** The content as one text: keys in order, without what the API server adds. */
function contentOf({ field }: KubernetesObject): string {
  const { metadata, status: _status, ...rest } = field.value as Readonly<Record<string, unknown>>;
  const own = Object.entries((metadata ?? {}) as object).filter(([key]) => !OF_SERVER.has(key));
  return JSON.stringify({ ...rest, metadata: Object.fromEntries(own) }, (_, value: unknown) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort(byKey)) : value,
  );
}
