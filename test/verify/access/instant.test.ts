import { instant } from '../../../lib/verify/access/policy/instant';

const utc = (...parts: Parameters<typeof Date.UTC>): number => Date.UTC(...parts);

test.each([
  ['2024', utc(2024, 0)],
  ['2024-03', utc(2024, 2)],
  ['2024-03-01', utc(2024, 2, 1)],
  ['2024-03-01T04:05Z', utc(2024, 2, 1, 4, 5)],
  ['2024-03-01T04:05:06', utc(2024, 2, 1, 4, 5, 6)],
  ['2024-03-01T04:05:06.5+02:30', utc(2024, 2, 1, 1, 35, 6, 500)],
  ['2024-03-01T04:05:06-01:00', utc(2024, 2, 1, 5, 5, 6)],
  ['1704078000', utc(2024, 0, 1, 3)],
])('%s is a date of AWS', (text, expected) => {
  expect(instant(text)).toBe(expected);
});

test.each([
  'foo 1',
  '-5',
  '',
  '20240101',
  '2024-02-30',
  '2024-13-01',
  '2024-1-1',
  '1 Jan 2024',
  '99999999999999999',
  '1e9',
])('%j is none', (text) => {
  expect(instant(text)).toBeNaN();
});
