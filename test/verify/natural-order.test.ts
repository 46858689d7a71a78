import fc from 'fast-check';
import { byNaturalOrder } from '../../lib/verify/natural-order';

test('numbers in names are ordered by their value, all else by its characters', () => {
  const ordered = [
    '',
    'Role b',
    'alpha',
    'alpha-2',
    'alpha-2b',
    'alpha-10',
    'alpha-10-1',
    'alpha-10-2',
    'alpha-99999999999999999998',
    'alpha-99999999999999999999',
    'alpha2',
    'beta',
    'p-0',
    'p-00',
    'p-01',
    'p-1',
    'p-2',
  ];
  expect([...ordered].reverse().sort(byNaturalOrder)).toEqual(ordered);
});

test('any texts have one order, whatever order they come in', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-', '0', '1', '9') }), { maxLength: 12 });
  fc.assert(
    fc.property(texts, (list) => {
      const ordered = [...list].sort(byNaturalOrder);
      expect([...list].reverse().sort(byNaturalOrder)).toEqual(ordered);
      ordered.forEach((text, index) =>
        ordered.slice(index).forEach((later) => expect(byNaturalOrder(text, later)).toBeLessThanOrEqual(0)),
      );
    }),
  );
});
