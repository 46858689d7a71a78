import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../../lib/verify/checks';
import { FAMILIES } from '../../lib/verify/checks/check';
import { THREATS, type Threat } from '../../lib/model/risk/threats';
import { EXPECTED_BEHAVIOUR, includesCheck } from '../../lib/verify/verdict/expected-behaviour';
import { answering, checksDocument, testFileOf, threatsDocument } from '../../scripts/checks-tables';
import { KNOWN_FAULTS } from '../../scripts/known-faults';

const ROOT = join(__dirname, '../..');
const ids = CHECKS.map(({ id }) => id as string);

test.each([
  ['checks.md', checksDocument],
  ['threats.md', threatsDocument],
])('docs/%s is what the checks say: npx jiti scripts/checks-document.ts writes it again', (file, made) => {
  expect(readFileSync(join(ROOT, 'docs', file), 'utf8')).toBe(made());
});

test('every adversary and every attack is answered by a check', () => {
  const threats = Object.keys(THREATS) as Threat[];
  expect(threats.filter((threat) => answering(threat).length === 0)).toEqual([]);
});

test('every check has an id of its own, and every fault and row names checks that exist', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const named = [
    ...KNOWN_FAULTS.flatMap(({ checks }) => checks),
    ...EXPECTED_BEHAVIOUR.flatMap(({ checks }) => checks),
  ];
  expect(named.filter((pattern) => !ids.some((id) => includesCheck(pattern, id)))).toEqual([]);
});

test('a check that speaks of another one means one that there is', () => {
  const family = Object.keys(FAMILIES).join('|');
  const meant = CHECKS.flatMap(({ title, why, control, fix }) =>
    [...`${title} ${why} ${control} ${fix}`.matchAll(new RegExp(`\\b(?:${family})/[a-z][a-z-]+`, 'g'))].map(
      ([id]) => id,
    ),
  );
  expect(meant.length).toBeGreaterThan(0);
  expect(meant.filter((id) => !ids.includes(id))).toEqual([]);
});

test('what mends a finding is said in terms of Kubernetes and AWS first, since anybody may have written the files', () => {
  const ours = /training-isolation|description|--assume|unsafe|\b(?:Training|Project|Platform|GpuNode)[A-Z]\w+/;
  const firsts = CHECKS.map(({ id, fix }) => `${id}: ${fix.split(/[;,]| or /)[0]}`);
  expect(firsts.filter((text) => ours.test(text))).toEqual([]);
});

test('every check belongs to a row of the table "Expected Behaviour"', () => {
  const rows = EXPECTED_BEHAVIOUR.flatMap(({ checks }) => checks);
  expect(ids.filter((id) => !rows.some((pattern) => includesCheck(pattern, id)))).toEqual([]);
});

test('every check is turned by a test', () => {
  expect(ids.filter((id) => testFileOf(id) === undefined)).toEqual([]);
  expect(ids.length).toBeGreaterThan(100);
});
