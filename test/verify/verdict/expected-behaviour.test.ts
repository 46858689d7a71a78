import { isWorkRuleId, RULE_IDS, type RuleId, type WorkRuleId } from '../../../lib/model/policies';
import { CHECKS } from '../../../lib/verify/checks';
import { FAMILIES, type Family } from '../../../lib/verify/checks/check';
import { EXPECTED_BEHAVIOUR, filledTable } from '../../../lib/verify/verdict/expected-behaviour';
import type { Status } from '../../../lib/verify/verdict/status';

const all = (status: Status = 'pass'): { id: string; status: Status }[] => CHECKS.map(({ id }) => ({ id, status }));
const rowOf = (signal: string): number => EXPECTED_BEHAVIOUR.findIndex((row) => row.signal.startsWith(signal));

test('with everything judged and good every row is good', () => {
  expect(filledTable(all()).map(({ status }) => status)).toEqual(EXPECTED_BEHAVIOUR.map(() => 'pass'));
});

test.each(Object.keys(FAMILIES) as Family[])('no row that the family %s belongs to is good without it', (family) => {
  const judged = all().filter(({ id }) => !id.startsWith(`${family}/`));
  for (const { checks, status } of filledTable(judged)) {
    const isPart = checks.some((pattern) => pattern.startsWith(`${family}/`));
    expect(status).toBe(isPart ? 'not-applicable' : 'pass');
  }
});

describe('an exception shows in the row that its rule belongs to', () => {
  const WORK_RULES = (Object.keys(RULE_IDS) as RuleId[]).filter(isWorkRuleId);
  const rowsWith = (status: Status, rule?: WorkRuleId): string[] => {
    const finding = { status, ...(rule === undefined ? {} : { rule }) };
    const results = all().map((result) =>
      result.id === 'admission/exceptions' ? { ...result, status, findings: [finding] } : result,
    );
    return filledTable(results).flatMap((row) => (row.status === status ? row.signal : []));
  };

  test.each<[WorkRuleId, readonly string[]]>([
    ['image-digest', ['Training pod with other code or secrets than was meant']],
    ['pod-security', ['GPU pod runs as privileged']],
    ['node-name', ['Training pod on a production node, and the other way round']],
    ['own-volumes', ['GPU pod runs as privileged', "Another project's training data by a claim"]],
    ['service-account', ['Training service account reads the whole bucket']],
  ])('%s: %j', (rule, rows) => {
    for (const status of ['accepted', 'fail', 'unknown'] as const) expect(rowsWith(status, rule)).toEqual(rows);
  });

  test('and every rule that has exceptions belongs to one', () => {
    expect(WORK_RULES.filter((rule) => rowsWith('accepted', rule).length === 0)).toEqual([]);
  });

  test('and one of no rule in all of them', () => {
    expect(rowsWith('fail')).toHaveLength(5);
  });
});

test('what fails or is unknown shows in its row although another part was not judged', () => {
  const row = rowOf('Training service account');
  for (const status of ['fail', 'unknown'] as const) {
    const judged = [{ id: 'admission/service-account', status }];
    expect(filledTable(judged)[row]).toMatchObject({ status, failing: ['admission/service-account'] });
  }
});
