import { readBaseline, type BaselineEntry } from '../../../lib/verify/verdict/baseline';
import { idleEntries } from '../../../lib/verify/verdict/idle-entries';
import { verify } from '../../../lib/verify/verify';
import type { Finding } from '../../../lib/verify/verdict/verdict';
import { faultPaths, faultsOf } from '../../faults-of';
import { exampleObjects, judgedBy, podOf } from '../checks/example';
import { inputsOfObjects } from '../inputs-of';

const CHECK = 'pod/image-digest';
const entry: BaselineEntry = {
  check: CHECK,
  resource: 'Job/pretrain',
  namespace: 'ml-alpha',
  reason: 'mirrored until the end of the year',
};

const found = (baseline: BaselineEntry[], at?: string): Pick<Finding, 'status' | 'message'>[] => {
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = 'registry.example.com/train:1';
  const { findings } = judgedBy(CHECK, objects, { baseline, ...(at === undefined ? {} : { at }) });
  return findings.map(({ status, message }) => ({ status, message }));
};

test('an entry with a last day accepts until then, and without a day of judgement nothing: the finding asks for it', () => {
  const dated = [{ ...entry, until: '2026-12-31' }];
  const [plain] = found([]);
  expect(plain?.status).toBe('fail');
  expect(found(dated, '2026-12-31')[0]?.status).toBe('accepted');
  expect(found(dated, '2027-01-01')).toEqual([plain]);
  expect(found(dated)).toEqual([
    { status: 'fail', message: expect.stringMatching(/^.+; an entry of the baseline has a last day: say .+ \(at\)$/) },
  ]);
  expect(found([entry])[0]?.status).toBe('accepted');
});

test('a last day counts without quotes as with them, and what is no text is asked for in quotes', () => {
  const yaml = (until: string): string =>
    `- {check: ${CHECK}, resource: Job/pretrain, reason: mirrored until then, until: ${until}}`;
  expect(readBaseline('b.yaml', yaml('2027-06-30'), [CHECK])).toEqual(
    readBaseline('b.yaml', yaml("'2027-06-30'"), [CHECK]),
  );
  expect(faultsOf(() => readBaseline('b.yaml', yaml('20270630'), [CHECK]))).toEqual([
    { path: 'b.yaml [0].until', given: '20270630', allowed: 'a text', fix: 'put it in quotes' },
  ]);
});

test('an entry with a message accepts the finding that says it, and no other of the check on the resource', () => {
  const [plain] = found([]);
  expect(found([{ ...entry, message: plain?.message ?? '' }])).toEqual([{ ...plain, status: 'accepted' }]);
  expect(found([{ ...entry, message: 'another' }])).toEqual([plain]);
});

test('what is no list is one fault of the file, with an example in one line', () => {
  const [fault] = faultsOf(() => readBaseline('b.yaml', '{}', [CHECK]));
  expect(fault).toMatchObject({ path: 'b.yaml', fix: expect.stringMatching(/^for example \[.+\]$/) });
});

test('entries that accept nothing are named with the reason', () => {
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = 'registry.example.com/train:1';
  const baseline = [
    entry,
    { ...entry, until: '2026-12-31' },
    { ...entry, resource: 'Job/gone' },
    { ...entry, check: 'node/launch-template' },
  ];
  const report = verify(inputsOfObjects(...objects), { baseline, at: '2027-01-01' });
  expect(idleEntries(baseline, report, '2027-01-01')).toEqual([
    `${CHECK} ml-alpha/Job/pretrain ran out on 2026-12-31`,
    `${CHECK} ml-alpha/Job/gone matches no finding`,
    'node/launch-template ml-alpha/Job/pretrain is of a check that was not judged',
  ]);
  expect(idleEntries(baseline, report, '2026-12-31')).toHaveLength(2);
});

test('days that no calendar has are refused in a baseline and as the day of judgement, and accept nothing', () => {
  const text = (until: string): string => JSON.stringify([{ ...entry, until }]);
  expect(faultPaths(() => readBaseline('b.yaml', text('2026-99-99'), [CHECK]))).toEqual(['b.yaml [0].until']);
  expect(readBaseline('b.yaml', text('2028-02-29'), [CHECK])).toHaveLength(1);
  expect(faultPaths(() => verify(inputsOfObjects(...exampleObjects()), { at: '2026-02-30' }))).toEqual(['at']);
  expect(found([{ ...entry, until: '2026-99-99' }], '2026-01-01')[0]?.status).toBe('fail');
});
