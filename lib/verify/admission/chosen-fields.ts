import { isRecord } from '../record';
import { runningAs } from '../workload/account';
import type { Disguise } from './disguise';
import { quotedIn } from './words';

type Json = Readonly<Record<string, unknown>>;

/** Texts of a pod's spec that its author chooses, and by which policies let through: those that some other rule holds count too. */
export const SPEC_TEXTS = [
  'serviceAccountName',
  'schedulerName',
  'runtimeClassName',
  'priorityClassName',
  'hostname',
  'subdomain',
] as const;
const READ = SPEC_TEXTS.map((field) => [field, new RegExp(`\\.\\??${field}\\b|\\['${field}'\\]`)] as const);

/** Whether an expression reads such a text, under whatever variable. */
export const readsSpecText = (expression: string): boolean => READ.some(([, reads]) => reads.test(expression));

/**
 * Objects that have what expressions go by beside names and marks: an owner, the beginning of a name, texts of a pod's spec.
 *
 * @param namesIn what an expression says that may be a name
 */
export function* chosenFields(
  expressions: readonly string[],
  namesIn: (expressions: readonly string[]) => readonly string[],
): Generator<Disguise> {
  const owning = expressions.filter((text) => /\bownerReferences\b/.test(text));
  const kinds = owning.flatMap((text) => [...text.matchAll(/'([A-Z][A-Za-z]+)'/g)].map(([, kind = '']) => kind));
  if (owning.length > 0)
    for (const kind of new Set([...kinds, 'ReplicaSet']))
      yield { text: `owned by a ${kind}`, metadata: { ownerReferences: [ownerOf(kind)] } };
  const beginning = expressions.filter((text) => /\bgenerateName\b/.test(text));
  const begins = [...namesIn(beginning), ...beginning.flatMap(quotedIn).filter((text) => BEGINNING.test(text))];
  for (const begin of new Set(begins)) yield { text: `with generateName ${begin}`, metadata: { generateName: begin } };
  for (const [field, reads] of READ) {
    for (const value of new Set(namesIn(expressions.filter((text) => reads.test(text)))))
      yield {
        text: `with ${field} ${value}`,
        spec: field === 'serviceAccountName' ? runningAs({}, value) : { [field]: value },
      };
  }
}

/** The beginning of a name may end with a hyphen, which a name may not. */
const BEGINNING = /^[a-z0-9][-a-z0-9.]*$/;

const OF_APPS = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);
const OF_BATCH = new Set(['CronJob', 'Job']);

/** Anybody may name an owner that is there, and be none of what it made. */
const ownerOf = (kind: string): Json => ({
  apiVersion: OF_APPS.has(kind) ? 'apps/v1' : OF_BATCH.has(kind) ? 'batch/v1' : 'v1',
  kind,
  name: 'owner',
  uid: '0',
  controller: true,
});

/** The spec of a pod, or of those that something makes. */
export function podSpecIn(object: unknown): Json | undefined {
  if (!isRecord(object)) return undefined;
  if (Array.isArray(object['containers'])) return object;
  return TO_PODS.map((key) => podSpecIn(object[key])).find((spec) => spec !== undefined);
}

/** The same object with another spec of its pods. */
export function withPodSpec(value: unknown, change: (spec: Json) => Json): unknown {
  if (!isRecord(value)) return value;
  if (Array.isArray(value['containers'])) return change(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, TO_PODS.includes(key) ? withPodSpec(item, change) : item]),
  );
}

const TO_PODS: readonly string[] = ['spec', 'template', 'jobTemplate'];
