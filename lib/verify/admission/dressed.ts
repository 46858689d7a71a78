import { SOMEBODY, type AdmissionRequest, type Manifest } from './admission-request';
import type { Disguise } from './disguise';
import { podSpecIn, withPodSpec } from './chosen-fields';
import { isRecord } from '../record';
import { type Texts } from './said-selector';

/**
 * Whether what is wrong with a request, beside the harmless one, is still wrong in a disguise: it is not the very thing that
 * changes, and there is an object to dress. What is removed keeps its labels.
 */
export function leavesFault(
  { name, label, annotation, together, metadata = {}, spec = {} }: Disguise,
  { operation, kind, object }: AdmissionRequest,
  harmless: AdmissionRequest | undefined,
): boolean {
  // Of namespaces each is removed alone.
  if (together === true) return operation === 'DELETE' && kind !== 'Namespace';
  if (object === null && name === undefined) return false;
  const differs = (key: string): boolean =>
    harmless !== undefined &&
    JSON.stringify(object?.metadata[key] ?? {}) !== JSON.stringify(harmless.object?.metadata[key] ?? {});
  const changed = [
    ...(label === undefined ? [] : ['labels']),
    ...(annotation === undefined ? [] : ['annotations']),
    ...Object.keys(metadata),
  ];
  return !changed.some(differs) && leavesPods(Object.keys(spec), object, harmless?.object);
}

/** Whether the pods of an object have nothing wrong in some fields; what has no pods has nothing to dress there. */
function leavesPods(
  fields: readonly string[],
  object: Manifest | null,
  harmless: Manifest | null | undefined,
): boolean {
  if (fields.length === 0) return true;
  const [own, other] = [podSpecIn(object), podSpecIn(harmless)];
  return own !== undefined && (other === undefined || fields.every((field) => own[field] === other[field]));
}

/**
 * The same request about an object that is dressed up. What is there already keeps its labels, which a change adds, but was
 * made with the pods that it has. Who names an owner is somebody: controllers name themselves.
 */
export function dressed(request: AdmissionRequest, disguise: Disguise): AdmissionRequest {
  const { name = request.name, spec, metadata } = disguise;
  const before: Partial<Disguise> = {
    ...(disguise.name === undefined ? {} : { name }),
    ...(spec === undefined ? {} : { spec }),
  };
  return {
    ...request,
    name: disguise.together === true ? '' : name,
    object: request.object && clothed(request.object, disguise),
    oldObject: request.oldObject && clothed(request.oldObject, before),
    who: metadata?.['ownerReferences'] === undefined ? request.who : SOMEBODY,
  };
}

function clothed(object: Manifest, disguise: Partial<Disguise>): Manifest {
  const { name, label, annotation, container, spec, metadata: more } = disguise;
  const { metadata } = object;
  const beside = (key: string, more: Texts | undefined): object =>
    more === undefined ? {} : { [key]: { ...(metadata[key] as Texts | undefined), ...more } };
  const named = name === undefined ? {} : { name };
  const called = container === undefined ? object : renamed(object, container);
  return {
    ...((spec === undefined ? called : withPodSpec(called, (own) => ({ ...own, ...spec }))) as Manifest),
    metadata: { ...metadata, ...more, ...named, ...beside('labels', label), ...beside('annotations', annotation) },
  };
}

const TO_CONTAINERS = new Set([
  'spec',
  'template',
  'jobTemplate',
  'containers',
  'initContainers',
  'ephemeralContainers',
]);

/** A pod, or what makes some, with another name of its containers. */
function renamed(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isRecord(item) ? { ...item, name } : item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, TO_CONTAINERS.has(key) ? renamed(item, name) : item]),
  );
}
