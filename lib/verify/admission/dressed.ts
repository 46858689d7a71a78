import type { AdmissionRequest, Manifest } from './admission-request';
import type { Disguise } from './disguise';
import { isRecord } from '../record';
import { type Texts } from './said-selector';

/**
 * Whether what is wrong with a request, beside the harmless one, is still wrong in a disguise: it is not the very thing that
 * changes, and there is an object to dress. What is removed keeps its labels.
 */
export function leavesFault(
  { name, label, annotation }: Disguise,
  { object }: AdmissionRequest,
  harmless: AdmissionRequest | undefined,
): boolean {
  if (object === null && name === undefined) return false;
  const differs = (key: string): boolean =>
    harmless !== undefined &&
    JSON.stringify(object?.metadata[key] ?? {}) !== JSON.stringify(harmless.object?.metadata[key] ?? {});
  return !(label !== undefined && differs('labels')) && !(annotation !== undefined && differs('annotations'));
}

/** The same request about an object that is dressed up. What is there already keeps its labels: a change adds them. */
export function dressed(request: AdmissionRequest, disguise: Disguise): AdmissionRequest {
  const { name = request.name } = disguise;
  return {
    ...request,
    name,
    object: request.object && clothed(request.object, disguise),
    oldObject: request.oldObject && clothed(request.oldObject, disguise.name === undefined ? {} : { name }),
  };
}

function clothed(object: Manifest, { name, label, annotation, container }: Partial<Disguise>): Manifest {
  const { metadata } = object;
  const beside = (key: string, more: Texts | undefined): object =>
    more === undefined ? {} : { [key]: { ...(metadata[key] as Texts | undefined), ...more } };
  const named = name === undefined ? {} : { name };
  return {
    ...(container === undefined ? object : (renamed(object, container) as Manifest)),
    metadata: { ...metadata, ...named, ...beside('labels', label), ...beside('annotations', annotation) },
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
