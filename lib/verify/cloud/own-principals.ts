import { accountOfArn } from '../../model/aws/arn';
import { knownEntries, knownField, knownList, knownText } from '../input/pulumi/plan-value';
import type { PlanValue } from '../input/pulumi/wire-value';

/** Whether a policy, as the JSON text of a plan, allows something to principals of one account only. */
export function allowsOnly(account: string, text: string): boolean {
  let document: PlanValue;
  try {
    document = JSON.parse(text) as PlanValue;
  } catch {
    return false;
  }
  return each(knownField(document, 'Statement')).every(
    (statement) => knownField(statement, 'Effect') === 'Deny' || isOwn(knownField(statement, 'Principal'), account),
  );
}

function isOwn(principal: PlanValue | undefined, account: string): boolean {
  const kinds = knownEntries(principal);
  const names = each(knownField(principal, 'AWS'));
  const isOfAccount = (name: string): boolean => name === account || accountOfArn(name) === account;
  return kinds.length === 1 && names.length > 0 && names.every((name) => isOfAccount(knownText(name) ?? ''));
}

/** IAM takes one value for a list of one. */
function each(value: PlanValue | undefined): readonly PlanValue[] {
  return value === undefined ? [] : Array.isArray(value) ? knownList(value) : [value];
}
