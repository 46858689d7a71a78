import { truth } from '../../../lib/verify/admission/cel-rules';
import { meansTheSameToGo } from '../../../lib/verify/admission/go-expression';
import { callFunction } from '../../../lib/verify/admission/kyverno/query-functions';

const ALIKE = [
  '^[^@]+@sha256:[0-9a-f]{64}$',
  '^(?:web|db)(-\\d+)?$',
  '//|/[.][.]?(/|$)',
  'a:b',
  '\\[:alpha:\\]',
  '\\bweb\\b',
];
const OTHERWISE = [
  '[[:alpha:]]',
  '[^a[:digit:]]',
  '\\pL',
  '\\p{Greek}',
  'web\\z',
  '\\Aweb',
  '\\Q.\\E',
  '(?i)web',
  '(?=web)',
  '(?<!a)web',
  '[]a]',
  '[^]a]',
  '[\\b]',
  '\\s',
  '\\1',
  'a\\x41',
];

test.each(ALIKE)('%s is read here as Go reads it', (pattern) => {
  expect(meansTheSameToGo(pattern)).toBe(true);
});

describe.each(OTHERWISE)('%s, which Go reads otherwise or not at all,', (pattern) => {
  test('is not evaluated', () => {
    expect(meansTheSameToGo(pattern)).toBe(false);
    expect(truth(`'web'.matches(r'${pattern}')`, {})).toBeUndefined();
    expect(truth(`'web'.matches(r'${pattern}') || true`, {})).toBeUndefined();
    expect(() => callFunction('regex_match', [pattern, 'web'])).toThrow();
  });
});

test('an expression that is made while it is evaluated is not evaluated', () => {
  expect(truth("'web'.matches('^w')", {})).toBe(true);
  expect(truth("'web'.matches('^' + name)", { name: 'w' })).toBeUndefined();
  expect(truth("['web'].all(name, [name].exists(one, one.matches('[[:alpha:]]')))", {})).toBeUndefined();
});
