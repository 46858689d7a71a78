import fc from 'fast-check';
import { amount, gibibytes, mebibytes } from '../../../lib/model/kubernetes/quantity';

test.each([
  [mebibytes(5120), '5Gi'],
  [mebibytes(5121), '5121Mi'],
  [gibibytes(960), '960Gi'],
  [gibibytes(3072), '3Ti'],
  [gibibytes(0), '0Gi'],
  [amount(352), '352'],
  [amount(2000), '2k'],
  [amount(0), '0'],
])('%s is written as the API server stores it: %s', (written, stored) => {
  expect(written).toBe(stored);
});

test('a quantity keeps its amount, whatever its unit', () => {
  const units: Record<string, number> = { '': 1, k: 1e3, M: 1e6, Mi: 1, Gi: 2 ** 10, Ti: 2 ** 20, Pi: 2 ** 30 };
  const read = (text: string): number => {
    const [, digits, unit] = /^(\d+)(\D*)$/.exec(text) ?? [];
    return Number(digits) * (units[unit ?? ''] ?? NaN);
  };
  fc.assert(
    fc.property(fc.nat(2 ** 24), (count) => {
      expect([read(mebibytes(count)), read(gibibytes(count)), read(amount(count))]).toEqual([
        count,
        count * 1024,
        count,
      ]);
    }),
  );
});
