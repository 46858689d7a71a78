import { itemsIn } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { amountsOf, isMore, type Amounts, type Asked } from './amounts';

/** One entry of a LimitRange: bounds of each container, or of each pod. */
export interface Limit {
  readonly name: string;
  readonly of: string;
  readonly min: Amounts;
  readonly max: Amounts;
  /** How many times its request a limit may be. */
  readonly ratio: Amounts;
}

/** The bounds of a namespace, and what containers get that say nothing. */
export interface LimitRanges {
  readonly limits: readonly Limit[];
  readonly defaults: Asked;
}

/**
 * Reads the limit ranges of a namespace. What one leaves out follows from the rest: a default is the maximum, a default
 * request the default, or else the minimum
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem).
 */
export function limitRanges(objects: readonly KubernetesObject[]): LimitRanges {
  const limits: Limit[] = [];
  const [mostOf, requestOf] = [new Map<string, number>(), new Map<string, number>()];
  for (const { name, field } of objects) {
    for (const item of itemsIn(field, 'spec', 'limits')) {
      const amounts = (key: string): Amounts => amountsOf(item.get(key));
      const [min, max] = [amounts('min'), amounts('max')];
      const of = String(item.get('type')?.value);
      limits.push({ name, of, min, max, ratio: amounts('maxLimitRequestRatio') });
      if (of !== 'Container') continue;
      const most = new Map([...max, ...amounts('default')]);
      for (const [resource, amount] of most) mostOf.set(resource, amount);
      for (const [resource, amount] of [...min, ...most, ...amounts('defaultRequest')]) requestOf.set(resource, amount);
    }
  }
  return { limits, defaults: { limits: mostOf, requests: requestOf } };
}

/**
 * Why a limit range refuses a container or a pod, in words that follow its name
 * (https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/admission/limitranger/admission.go).
 */
export function* refusals({ min, max, ratio }: Limit, { requests, limits }: Asked): Generator<string> {
  for (const [resource, least] of min) {
    const given = Math.min(requests.get(resource) ?? -Infinity, limits.get(resource) ?? Infinity);
    if (isMore(least, given)) yield `${has(resource, given)}, and ${amount(least)} is the least`;
  }
  for (const [resource, most] of max) {
    const given = Math.max(requests.get(resource) ?? 0, limits.get(resource) ?? Infinity);
    if (isMore(given, most)) yield `${has(resource, given)}, and ${amount(most)} is the most`;
  }
  for (const [resource, most] of ratio) {
    const [request = 0, limit = 0] = [requests.get(resource), limits.get(resource)];
    if (request === 0 || limit === 0) yield `has no request and limit of ${resource} to compare`;
    else if (isMore(limit / request, most))
      yield `may take ${amount(limit / request)} times the ${resource} that it asks for, and ${amount(most)} is the most`;
  }
}

function has(resource: string, given: number): string {
  return Number.isFinite(given) ? `asks for ${amount(given)} of ${resource}` : `says nothing about ${resource}`;
}

function amount(value: number): string {
  return String(Number(value.toPrecision(12)));
}
