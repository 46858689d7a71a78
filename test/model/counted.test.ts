import { counted } from '../../lib/model/counted';

test('number, noun and verb agree', () => {
  expect([0, 1, 2].map((count) => counted(count, 'check fails', 'checks fail'))).toEqual([
    '0 checks fail',
    '1 check fails',
    '2 checks fail',
  ]);
});
