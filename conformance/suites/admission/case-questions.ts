import type { Dialect, Platform, RuleId } from '../../../lib';
import { policyName, ruleOf } from '../../../lib/policies';
import { ask, type Answer } from '../../cases/admission/ask';
import type { AdmissionCase } from '../../cases/admission/case';
import { isSaidIn } from '../../cases/admission/said-in';
import { EngineFault } from '../../engine-fault';
import type { ApiClient } from '../../rig/api-client';
import type { Row } from '../../report/expected-behaviour';
import type { Question } from '../question';

/** Whether an API server comes to ask admission. */
export const isAskable = ({ onlyEvaluated }: AdmissionCase): boolean => onlyEvaluated === undefined;

/** Rows of the guide's table that a rule is evidence for. */
const ROWS: Readonly<Partial<Record<RuleId, Row>>> = { 'pod-access': 'exec', 'pod-security': 'privileged' };

/** Requests at the same time: most of the time goes into waiting for webhooks. */
const AT_ONCE = 4;

/** A question for each rule that the dialect says: are all its cases answered as they should be, by the rule itself. */
export function caseQuestions(
  api: ApiClient,
  dialect: Dialect,
  platform: Platform,
  cases: readonly AdmissionCase[],
): Question[] {
  const askable = cases.filter((one) => isAskable(one) && isSaidIn(platform, dialect, one));
  const rules = [...new Set(askable.map(({ rule }) => rule))];
  return rules.map((rule) => {
    const row = ROWS[rule];
    return {
      title: `${ruleOf(rule).title} (${rule})`,
      ...(row === undefined ? {} : { row }),
      ask: () =>
        askCases(
          api,
          platform,
          askable.filter((one) => one.rule === rule),
        ),
    };
  });
}

async function askCases(api: ApiClient, platform: Platform, cases: readonly AdmissionCase[]): Promise<string> {
  const waiting = [...cases];
  const faults: string[] = [];
  const refusals: string[] = [];
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const answer = await ask(api, one);
      if (answer.answer === 'refused') refusals.push(answer.words);
      if (!isRight(platform, one, answer))
        faults.push(`${one.answer}: ${one.title} (${one.who.user}): ${answer.answer}: ${answer.words}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (faults.length > 0) throw new EngineFault(faults.join('\n'));
  return `${cases.length - refusals.length} allowed, ${refusals.length} refused: ${refusals[0] ?? ''}`;
}

/** A refusal counts when it comes from the rule itself, or from one of those that the case says refuse it too. */
function isRight(platform: Platform, one: AdmissionCase, { answer, words }: Answer): boolean {
  if (answer !== one.answer) return false;
  if (answer === 'allowed') return true;
  const isFrom = (rule: RuleId): boolean => words.includes(policyName(platform, ruleOf(rule)));
  if (isFrom(one.rule)) return words.includes(one.says ?? '');
  return (one.also ?? []).some(isFrom);
}
