import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { toYaml } from '../../../lib/model/kubernetes/to-yaml';
import { yamlDocument } from '../../yaml-document';

/** What two other parsers make of a text, by both versions of YAML that readers use. */
function readings(text: string): unknown[] {
  return [
    load(text),
    parse(text, { version: '1.1', maxAliasCount: 0 }),
    parse(text, { version: '1.2', maxAliasCount: 0 }),
  ];
}

test('whatever is written is read back equal by two other parsers', () => {
  fc.assert(
    fc.property(yamlDocument, (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      for (const reading of readings(toYaml(value))) expect(reading).toEqual(plain);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  '0o7',
  '1_000',
  '0b_1',
  '0O7',
  '1e3',
  '12:30',
  'y',
  'No',
  'on',
  'OFF',
  'null',
  '~',
  '.5',
  '+1',
  '-1',
  '',
  '2001-01-01',
  '0x1F',
  'NaN',
  '.inf',
])('text %j is quoted, since a reader could take it for something else', (value) => {
  expect(toYaml({ value })).toBe(`value: ${JSON.stringify(value)}\n`);
});

test('text of several lines is a literal block that a person can read', () => {
  expect(toYaml({ script: 'import os\n\nprint(os.getcwd())\n', list: ['a', { b: [] }] })).toBe(
    'script: |\n  import os\n\n  print(os.getcwd())\nlist:\n  - a\n  - b: []\n',
  );
});

test.each<[string, object]>([
  ['a date', { value: new Date(0) }],
  ['a map', { value: new Map() }],
  ['a function', { value: () => 1 }],
  ['a symbol', { value: Symbol('x') }],
  ['a big integer', { value: 1n }],
  ['infinity', { value: Infinity }],
  ['not a number', { value: NaN }],
  ['undefined in a list', { value: [undefined] }],
  ['half a surrogate pair', { value: '\ud800' }],
])('%s is refused instead of being written as something else', (_, value) => {
  expect(() => toYaml(value)).toThrow(/^toYaml: /);
});

test('an object that is part of itself is refused instead of running for ever', () => {
  const loop: { self?: object } = {};
  loop.self = loop;
  expect(() => toYaml(loop)).toThrow(/part of itself/);
});

test('an object of another realm is plain data, as what structuredClone returns inside jest', () => {
  expect(toYaml(structuredClone({ a: { b: [1] } }))).toBe('a:\n  b:\n    - 1\n');
  expect(toYaml(runInNewContext('({ a: { b: 1 } })') as object)).toBe('a:\n  b: 1\n');
});

test('fields without a value are left out, as JSON does', () => {
  expect(toYaml({ a: undefined, b: { c: undefined } })).toBe('b: {}\n');
});
