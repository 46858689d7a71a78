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

test('what fails or is unknown shows in its row although another part was not judged', () => {
  const row = rowOf('Training service account');
  for (const status of ['fail', 'unknown'] as const) {
    const judged = [{ id: 'admission/service-account', status }];
    expect(filledTable(judged)[row]).toMatchObject({ status, failing: ['admission/service-account'] });
  }
});
