import type { RuleId } from '../../../../model';

/** How to have something refused: a policy of whatever engine does, and there are rules for whoever has a description. */
export function writtenPolicy(...rules: readonly [RuleId, ...RuleId[]]): string {
  return `refuse it by an admission policy; from a description it is written by: ${command(rules)}`;
}

/** The same for what no webhook should guard, since whoever may switch the webhook off is past it. */
export function writtenNativePolicy(...rules: readonly [RuleId, ...RuleId[]]): string {
  return `refuse it by a ValidatingAdmissionPolicy; from a description it is written by: ${command(rules)}`;
}

const command = (rules: readonly RuleId[]): string => `training-isolation policies --rule ${rules.join(' ')}`;
