import fc from 'fast-check';
import { arnGlob, glob, globMatches, literal, resourceGlob, type Glob } from '../../../lib/verify/glob/glob';
import { bothLanguages, exampleOf, noneOf, oneOf, TooComplex } from '../../../lib/verify/glob/language';

const pattern = fc.stringMatching(/^[ab*?]{0,5}$/);
const text = fc.stringMatching(/^[ab]{0,5}$/);
const asRegExp = (source: string): RegExp => new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`);
/** Every text of up to five letters. */
const TEXTS = Array.from({ length: 6 }, (_, length) =>
  Array.from({ length: 3 ** length }, (_, index) =>
    index.toString(3).padStart(length, '0').replaceAll('0', 'a').replaceAll('1', 'b').replaceAll('2', 'x'),
  ).map((item) => (length === 0 ? '' : item)),
).flat();

test('a pattern matches what the same pattern matches as a regular expression', () => {
  fc.assert(
    fc.property(pattern, text, (source, value) =>
      expect(globMatches(glob(source), value)).toBe(asRegExp(source).test(value)),
    ),
  );
});

test('a set of texts is empty exactly if no text is in it, and its example is in it', () => {
  const globs = fc.array(pattern, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(globs, { maxLength: 2 }), fc.array(pattern, { maxLength: 2 }), (all, none) => {
      const language = {
        all: all.map((group) => group.map((item) => glob(item))),
        none: none.map((item) => glob(item)),
      };
      const isIn = (value: string): boolean =>
        all.every((group) => group.some((item) => asRegExp(item).test(value))) &&
        !none.some((item) => asRegExp(item).test(value));
      const example = exampleOf(language);
      if (example === undefined) expect(TEXTS.filter(isIn)).toEqual([]);
      else expect(isIn(example)).toBe(true);
      if (TEXTS.some(isIn)) expect(example).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

describe('patterns of ARNs', () => {
  test.each([
    ['arn:aws:s3:::data/*', 'arn:aws:s3:::data/a/b:c', true],
    ['arn:aws:s3:::*', 'arn:aws:s3:::data', true],
    ['arn:aws:s3:*:*:accesspoint/*', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/x/object/y', true],
    ['arn:aws:s3:*:data', 'arn:aws:s3:::data', false],
    ['arn:*:data', 'arn:aws:s3:::data', false],
    ['arn:aws:s3*', 'arn:aws:s3:::data', true],
    ['*', 'arn:aws:s3:::data', true],
    ['arn:aws:s3:::DATA', 'arn:aws:s3:::data', false],
  ])('%s and %s: %s', (source, arn, matches) => expect(globMatches(arnGlob(glob(source)), arn)).toBe(matches));

  test.each([
    ['arn:aws:s3:*:data', 'arn:aws:s3:::data', true],
    ['arn:*:data', 'arn:aws:s3:::data', true],
    ['arn:aws:dynamodb:*:table/T', 'arn:aws:dynamodb:eu-west-1:111122223333:table/T', true],
    ['arn:aws:dynamodb:*t-1:table/T', 'arn:aws:dynamodb:eu-west-1:111122223333:table/T', false],
    ['arn:aws:dynamodb:eu-west-?:table/T', 'arn:aws:dynamodb:eu-west-1:111122223333:table/T', false],
    ['arn:aws:s3:::data/*', 'arn:aws:s3:::data/a/b:c', true],
  ])('as resources, in which a star at the end of a part reaches beyond it: %s and %s: %s', (source, arn, matches) =>
    expect(globMatches(resourceGlob(glob(source)), arn)).toBe(matches),
  );
});

test('case is ignored where it is asked to be, and wildcards of plain texts are characters', () => {
  expect(globMatches(glob('S3:get*', true), 's3:GetObject')).toBe(true);
  expect(globMatches(literal('a*'), 'ab')).toBe(false);
  expect(exampleOf(bothLanguages(oneOf([glob('A', true)]), noneOf([literal('a')])))).toBeUndefined();
});

test('patterns that are entangled beyond measure end in "not decided", not in an endless search', () => {
  const entangled: Glob[] = Array.from({ length: 12 }, (_, index) =>
    glob(`*${'abcdefghijkl'[index]}${'?'.repeat(12)}*`),
  );
  expect(() => exampleOf({ all: entangled.map((item) => [item]), none: [] })).toThrow(TooComplex);
}, 30_000);
