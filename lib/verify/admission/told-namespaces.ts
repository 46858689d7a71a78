import type { KubernetesObject } from '../input/kubernetes-object';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Labels, with a value, by which selectors of namespaces tell some from others, wherever a policy or binding has one. */
export function* toldNamespaces(objects: readonly KubernetesObject[]): Generator<readonly [string, string]> {
  for (const { field } of objects) yield* within(field.value);
}

function* within(value: unknown): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const item of value) yield* within(item);
  if (!isRecord(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'namespaceSelector' && isRecord(item)) yield* told(item);
    else yield* within(item);
  }
}

function* told({ matchLabels, matchExpressions }: Json): Generator<readonly [string, string]> {
  for (const [key, value] of Object.entries(isRecord(matchLabels) ? matchLabels : {})) yield [key, String(value)];
  for (const item of Array.isArray(matchExpressions) ? matchExpressions : []) {
    if (!isRecord(item) || typeof item['key'] !== 'string') continue;
    const values = Array.isArray(item['values']) && item['values'].length > 0 ? item['values'] : ['true'];
    for (const value of values) yield [item['key'], String(value)];
  }
}
