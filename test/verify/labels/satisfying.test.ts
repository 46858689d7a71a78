import fc from 'fast-check';
import { completeLabels } from '../../../lib/verify/labels/labels';
import { labelsSatisfying } from '../../../lib/verify/labels/satisfying';
import { matches, selectorOf, type Requirement } from '../../../lib/verify/labels/selector';

const KEYS = ['a', 'b'];
const VALUES = ['x', 'y', 'z'];
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1 }),
  }),
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
  }),
);

/** All labels over these keys: absent, one of the values, or another one. */
const every = [undefined, ...VALUES, 'other'].flatMap((a) =>
  [undefined, ...VALUES, 'other'].map((b) =>
    completeLabels(
      new Map(Object.entries({ a, b }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    ),
  ),
);

test('labels are found that satisfy a selector wherever there are any', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 5 }), (requirements) => {
      const selector = selectorOf(requirements);
      const found = labelsSatisfying(selector);
      if (found === undefined) expect(every.filter((labels) => matches(selector, labels) === 'yes')).toEqual([]);
      else expect(matches(selector, found)).toBe('yes');
    }),
    { numRuns: 2000 },
  );
});
