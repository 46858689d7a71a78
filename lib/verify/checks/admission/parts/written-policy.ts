import type { RuleId } from '../../../../model';

/** How to have something refused: a policy of whatever engine does, and there are rules for whoever has a description. */
export function writtenPolicy(...rules: readonly [RuleId, ...RuleId[]]): string {
  return `have an admission policy refuse it; with a description this writes one: ${command(rules)}`;
}

/** The same for what no webhook should guard, since whoever may switch the webhook off is past it. */
export function writtenNativePolicy(...rules: readonly [RuleId, ...RuleId[]]): string {
  return `have a ValidatingAdmissionPolicy refuse it; with a description this writes one: ${command(rules)}`;
}

const command = (rules: readonly RuleId[]): string => `training-isolation policies --rule ${rules.join(' ')}`;
