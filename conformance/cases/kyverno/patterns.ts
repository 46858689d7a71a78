import type { Answer, KyvernoCase } from './case';

type Row = readonly [pattern: unknown, data: unknown, answer: Answer];

const ofPattern = ([pattern, data, answer]: Row): KyvernoCase => ({
  title: `${JSON.stringify(pattern)} of ${JSON.stringify(data)}`,
  rule: { validate: { pattern: { data: pattern } } },
  object: { data },
  answer,
});

const ofAny = ([patterns, data, answer]: readonly [readonly object[], unknown, Answer]): KyvernoCase => ({
  title: `one of ${JSON.stringify(patterns)} of ${JSON.stringify(data)}`,
  rule: { validate: { anyPattern: patterns.map((data) => ({ data })) } },
  object: { data },
  answer,
});

/** Values and their operators. */
const VALUES: readonly Row[] = [
  [{ a: 'x' }, { a: 'x' }, 'pass'],
  [{ a: 'x' }, { a: 'y' }, 'fail'],
  [{ a: 'x' }, {}, 'fail'],
  [{ a: 'x' }, { a: ['x', 'x'] }, 'pass'],
  [{ a: 'x' }, { a: ['x', 'y'] }, 'fail'],
  [{ a: 'x' }, { a: [] }, 'pass'],
  [{ a: 'x' }, { a: { b: 'x' } }, 'fail'],
  [{ a: { b: 'x' } }, { a: 'x' }, 'fail'],
  [{ a: 'x*' }, { a: 'xyz' }, 'pass'],
  [{ a: 'x?' }, { a: 'x' }, 'fail'],
  [{ a: '?*' }, { a: '' }, 'fail'],
  [{ a: '*' }, { a: '' }, 'pass'],
  [{ a: '*' }, {}, 'fail'],
  [{ a: '*' }, { a: { b: 1 } }, 'pass'],
  [{ a: 'x|y' }, { a: 'y' }, 'pass'],
  [{ a: 'x | y' }, { a: 'z' }, 'fail'],
  [{ a: '!x' }, { a: 'y' }, 'pass'],
  [{ a: '!x' }, { a: 'x' }, 'fail'],
  [{ a: '!x' }, {}, 'fail'],
  [{ a: '!x & !y' }, { a: 'y' }, 'fail'],
  [{ a: '!*:latest' }, { a: 'image:latest' }, 'fail'],
  [{ a: '>5' }, { a: 6 }, 'pass'],
  [{ a: '>5' }, { a: '5' }, 'fail'],
  [{ a: '<=5' }, {}, 'pass'],
  [{ a: '>x' }, { a: 'y' }, 'fail'],
  [{ a: '1-10' }, { a: 10 }, 'pass'],
  [{ a: '1-10' }, { a: 11 }, 'fail'],
  [{ a: '1!-10' }, { a: 11 }, 'pass'],
  [{ a: '1!-10' }, { a: 5 }, 'fail'],
  [{ a: '<1Gi' }, { a: '900Mi' }, 'pass'],
  [{ a: '<1Gi' }, { a: '1025Mi' }, 'fail'],
  [{ a: '0.7' }, { a: '700m' }, 'pass'],
  [{ a: '>=1h' }, { a: '59m' }, 'fail'],
  [{ a: '>=1h' }, { a: '3600s' }, 'pass'],
  [{ a: 1 }, { a: 1 }, 'pass'],
  [{ a: 1 }, { a: '1' }, 'pass'],
  [{ a: 1 }, { a: 1.5 }, 'fail'],
  [{ a: '1' }, { a: 1 }, 'pass'],
  [{ a: true }, { a: true }, 'pass'],
  [{ a: true }, { a: 'true' }, 'fail'],
  [{ a: 'true' }, { a: true }, 'pass'],
  [{ a: 'false' }, {}, 'fail'],
  [{ a: null }, {}, 'pass'],
  [{ a: null }, { a: false }, 'pass'],
  [{ a: null }, { a: 'x' }, 'fail'],
];

/** Anchors, and the order in which they are asked. */
const ANCHORS: readonly Row[] = [
  [{ '=(a)': 'x' }, {}, 'pass'],
  [{ '=(a)': 'x' }, { a: 'x' }, 'pass'],
  [{ '=(a)': 'x' }, { a: 'y' }, 'fail'],
  [{ 'X(a)': null }, {}, 'pass'],
  [{ 'X(a)': null }, { a: 'x' }, 'fail'],
  [{ '(a)': 'x', b: 'y' }, { a: 'x', b: 'y' }, 'pass'],
  [{ '(a)': 'x', b: 'y' }, { a: 'x', b: 'z' }, 'fail'],
  [{ '(a)': 'x', b: 'y' }, { a: 'z', b: 'z' }, 'skip'],
  [{ '(a)': 'x', b: 'y' }, { b: 'z' }, 'skip'],
  [{ '<(a)': 'x', b: 'y' }, { b: 'z' }, 'fail'],
  [{ '<(a)': 'x', b: 'y' }, { a: 'z', b: 'z' }, 'skip'],
  [{ c: { '<(a)': 'x' }, b: 'y' }, { c: { a: 'z' }, b: 'z' }, 'skip'],
  [{ '^(a)': [{ b: 'x' }] }, { a: [{ b: 'y' }, { b: 'x' }] }, 'pass'],
  [{ '^(a)': [{ b: 'x' }] }, { a: [{ b: 'y' }] }, 'fail'],
  [{ '^(a)': [{ b: 'x' }] }, {}, 'pass'],
  [{ '^(a)': [{ b: 'x' }] }, { a: 'x' }, 'fail'],
  [{ a: [{ '(b)': 'x', c: 'y' }] }, { a: [{ b: 'x', c: 'y' }, { b: 'z' }] }, 'pass'],
  [{ a: [{ '(b)': 'x', c: 'y' }] }, { a: [{ b: 'z' }] }, 'skip'],
  [{ a: [{ '(b)': 'x', c: 'y' }] }, { a: [{ c: 'z' }] }, 'skip'],
  [{ a: [{ '(b)': 'x', c: 'y' }] }, { a: [{ b: 'x' }, { c: 'y' }] }, 'fail'],
  [{ a: [{ '(b)': 'x', c: 'y' }], d: 'e' }, { a: [], d: 'f' }, 'fail'],
  [{ '=(c)': { '(b)': 'x', d: 'y' }, e: 'f' }, { c: {}, e: 'g' }, 'skip'],
  [{ '=(c)': [{ '(b)': 'x', d: 'y' }], '^(f)': [{ g: 'h' }] }, { c: [{ d: 'y' }], f: [{ g: 'i' }] }, 'error'],
  [{ '=(c)': [{ '(b)': 'x', d: 'y' }], '^(f)': [{ g: 'h' }] }, { c: [{ b: 'x', d: 'y' }] }, 'pass'],
  [{ '^(f)': [{ g: 'h' }], e: 'x' }, { e: 'y' }, 'error'],
  [{ a: [{ b: 'x' }] }, { a: [] }, 'pass'],
  [{ a: [{ b: 'x' }] }, {}, 'fail'],
  [{ a: [{ b: 'x' }] }, { a: [{ b: 'x' }, { b: 'y' }] }, 'fail'],
];

const ANY: readonly (readonly [readonly object[], unknown, Answer])[] = [
  [[{ a: 'x' }, { a: 'y' }], { a: 'y' }, 'pass'],
  [[{ a: 'x' }, { a: 'y' }], { a: 'z' }, 'fail'],
  [
    [
      { '(a)': 'x', b: 'y' },
      { '(a)': 'z', b: 'y' },
    ],
    { a: 'w' },
    'skip',
  ],
  [[{ '(a)': 'x', b: 'y' }, { c: 'z' }], { a: 'w' }, 'fail'],
];

const labelled = (metadata: object, pattern: object, answer: Answer): KyvernoCase => ({
  title: `${JSON.stringify(pattern)} of ${JSON.stringify(metadata)}`,
  rule: { validate: { pattern: { metadata: pattern } } },
  object: { metadata },
  answer,
});

export const PATTERN_CASES: readonly KyvernoCase[] = [
  ...VALUES.map(ofPattern),
  ...ANCHORS.map(ofPattern),
  ...ANY.map(ofAny),
  labelled({ labels: { team: 'a' } }, { labels: { 'te*': '?*' } }, 'pass'),
  labelled({ labels: { team: 'a' } }, { labels: { 'x*': '?*' } }, 'fail'),
  labelled({ labels: { team: 'a' } }, { '=(labels)': { '=(te*)': 'b' } }, 'fail'),
  labelled({ annotations: { 'a/b': 'c' } }, { annotations: { 'X(a/*)': 'null' } }, 'fail'),
  labelled({}, { '=(labels)': { team: 'a' } }, 'pass'),
];
