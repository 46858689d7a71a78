import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { isLabelKey, isLabelValue } from '../names';
import { shape, stringMap, text, type Draft } from '../fault/shape';

/** Pods that a policy names: their namespace by the name that nobody can forge, and their labels. */
export interface PodSelection {
  /** Name of the namespace, matched as `kubernetes.io/metadata.name`. */
  readonly namespace: string;
  /** Labels that the pods have, at least one. */
  readonly podLabels: Readonly<Record<string, string>>;
}

export const podSelectionShape = shape<PodSelection>({ namespace: text, podLabels: stringMap });

export function podLabelFaults(labels: Draft<Readonly<Record<string, string>>> | undefined, path: string): Fault[] {
  if (labels === undefined) return [];
  const entries = Object.entries(labels);
  if (entries.length === 0) {
    return [
      {
        path,
        given: '{}',
        allowed: 'at least one label',
        fix: 'an empty selector means every pod of the namespace: name the pods',
      },
    ];
  }
  return entries
    .filter(([key, value]) => !isLabelKey(key) || (value !== undefined && !isLabelValue(value)))
    .map(([key, value]) => ({
      path: `${path}.${key}`,
      given: shown(value),
      allowed: 'a Kubernetes label',
      fix: 'correct key or value',
    }));
}
