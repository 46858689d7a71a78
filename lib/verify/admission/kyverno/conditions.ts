import { isRecord } from '../../record';
import { isAsSaid } from './operators';
import { NotEvaluated } from './not-evaluated';
import { filledIn } from './variables';
import type { QueryRoots } from './query';

/**
 * Whether conditions hold, `preconditions` or `deny.conditions`: one of `any` and each of `all`; a plain list means all
 * (https://kyverno.io/docs/policy-types/cluster-policy/preconditions/). No conditions hold.
 *
 * @throws NotEvaluated where what decides is not known
 */
export function conditionsHold(conditions: unknown, roots: QueryRoots): boolean {
  if (conditions === undefined || conditions === null) return true;
  const each = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);
  if (Array.isArray(conditions)) return conditions.every((one) => holds(one, roots));
  if (!isRecord(conditions)) throw new NotEvaluated('conditions of another form');
  const { any, all } = conditions;
  const isAny = any === undefined || any === null || each(any).some((one) => holds(one, roots));
  const isAll = each(all).every((one) => holds(one, roots));
  return isAny && isAll;
}

function holds(condition: unknown, roots: QueryRoots): boolean {
  if (!isRecord(condition)) throw new NotEvaluated('conditions of another form');
  const { key, operator, value } = condition;
  return isAsSaid(filledIn(key, roots), String(operator), filledIn(value, roots));
}
