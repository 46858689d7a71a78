import { itemsIn, type Field } from '../input/field';
import { ownValue } from '../record';

/** A taint in Kubernetes' spelling. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A toleration as a pod or a runtime class has it. */
export interface Toleration {
  /** Empty for every key. */
  readonly key: string;
  /** `Equal`, `Exists`, or a newer operator whose meaning is not known here. */
  readonly operator: string;
  readonly value: string;
  /** Empty for every effect. */
  readonly effect: string;
}

/** Whether a taint keeps pods out that do not tolerate it; the preferring one only discourages. */
export function keepsOut({ effect }: NodeTaint): boolean {
  return effect !== 'PreferNoSchedule';
}

/**
 * Taints by which controllers say how a node is at the moment
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-nodes-by-condition), that it is about
 * to start or to go (https://karpenter.sh/docs/concepts/disruption/, cluster-autoscaler), and that an agent is not ready yet.
 */
const PASSING =
  /^(?:node\.kubernetes\.io\/(?:not-ready|unreachable|unschedulable|network-unavailable|(?:disk|memory|pid)-pressure|out-of-service)|node\.cloudprovider\.kubernetes\.io\/.*|(?:ToBeDeletedByClusterAutoscaler|DeletionCandidateOfClusterAutoscaler)|karpenter\.sh\/(?:disrupted|disruption|unregistered)|.*\/agent-not-ready)$/;

/** Whether a taint goes by itself, sooner or later: it keeps nothing out for good. */
export function isPassing({ key }: NodeTaint): boolean {
  return PASSING.test(key);
}

/**
 * Whether a toleration tolerates a taint
 * (https://github.com/kubernetes/component-helpers/blob/master/scheduling/corev1/helpers.go). Operators that are not
 * known count as matching: whether a pod gets onto a node must not depend on a version of this program.
 */
export function tolerates({ key, operator, value, effect }: Toleration, taint: NodeTaint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator !== 'Equal' && operator !== '';
  if (key !== taint.key) return false;
  return operator === '' || operator === 'Equal' ? value === taint.value : true;
}

/** Taints that none of the tolerations tolerates and that keep a pod out. */
export function untolerated(taints: readonly NodeTaint[], tolerations: readonly Toleration[]): readonly NodeTaint[] {
  return taints.filter((taint) => keepsOut(taint) && !tolerations.some((toleration) => tolerates(toleration, taint)));
}

export function taintText({ key, value, effect }: NodeTaint): string {
  return `${key}${value === '' ? '' : `=${value}`}:${effect}`;
}

export function readTolerations(field: Field | undefined): readonly Toleration[] {
  return itemsIn(field).flatMap((item) => {
    if (!item.isRecord()) return [];
    const text = (key: string): string => item.get(key)?.text() ?? '';
    return [{ key: text('key'), operator: text('operator'), value: text('value'), effect: text('effect') }];
  });
}

const EFFECTS: Readonly<Record<string, NodeTaint['effect']>> = {
  NoSchedule: 'NoSchedule',
  PreferNoSchedule: 'PreferNoSchedule',
  NoExecute: 'NoExecute',
  // The EKS API's spelling.
  NO_SCHEDULE: 'NoSchedule',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
  NO_EXECUTE: 'NoExecute',
};

/** An effect in either spelling. */
export function taintEffect(text: string): NodeTaint['effect'] | undefined {
  return ownValue(EFFECTS, text);
}

export function readTaints(field: Field | undefined): readonly NodeTaint[] {
  return itemsIn(field).flatMap((item) => {
    if (!item.isRecord()) return [];
    const key = item.get('key')?.text();
    const effect = taintEffect(item.get('effect')?.text() ?? '');
    if (key !== undefined && effect !== undefined) return [{ key, value: item.get('value')?.text() ?? '', effect }];
    item.refuse('a taint with key and effect', 'effects are NoSchedule, PreferNoSchedule, NoExecute');
    return [];
  });
}
