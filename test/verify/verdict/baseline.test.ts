import { readBaseline, type BaselineEntry } from '../../../lib/verify/verdict/baseline';
import { verify } from '../../../lib/verify/verify';
import type { Finding } from '../../../lib/verify/verdict/verdict';
import { faultPaths } from '../../faults-of';
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

test('days that no calendar has are refused in a baseline and as the day of judgement, and accept nothing', () => {
  const text = (until: string): string => JSON.stringify([{ ...entry, until }]);
  expect(faultPaths(() => readBaseline('b.yaml', text('2026-99-99'), [CHECK]))).toEqual(['b.yaml [0].until']);
  expect(readBaseline('b.yaml', text('2028-02-29'), [CHECK])).toHaveLength(1);
  expect(faultPaths(() => verify(inputsOfObjects(...exampleObjects()), { at: '2026-02-30' }))).toEqual(['at']);
  expect(found([{ ...entry, until: '2026-99-99' }], '2026-01-01')[0]?.status).toBe('fail');
});
