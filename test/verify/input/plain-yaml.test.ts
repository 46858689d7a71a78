import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { objectsOf, runExample } from '../../../examples/run';
import { toYaml } from '../../../lib/model/kubernetes/to-yaml';
import { CLUSTER_YAML_OPTIONS } from '../../../lib/verify/input/cluster-yaml';
import { KnownBlocks } from '../../../lib/verify/input/known-blocks';
import { plainYaml } from '../../../lib/verify/input/plain-yaml';

/** What the full reader makes of a text. */
function full(text: string): { readonly value: unknown } | 'refused' {
  try {
    return { value: load(text, CLUSTER_YAML_OPTIONS) ?? null };
  } catch {
    return 'refused';
  }
}

/** Undefined where the fast reader has no answer of its own. */
function fast(text: string): { readonly value: unknown } | undefined {
  return plainYaml(text, 0, text.length, blocks);
}

/** What was read stays known, as it does from file to file. */
const blocks = new KnownBlocks();

const documents = (text: string): readonly string[] =>
  text
    .split(/^(?=---$)/m)
    .map((part) => (part.startsWith('---') ? part : `---\n${part}`))
    .filter((part) => part.length > 5);
const written = objectsOf(runExample('document-1')).map((object) => `---\n${toYaml(object)}`);
const fixtures = join(__dirname, '../../../conformance/cases/pod-security');
const dumped = readdirSync(fixtures)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => documents(readFileSync(join(fixtures, name), 'utf8')));

test('what the library writes is read by the fast reader, as the full one reads it, and most of what others write', () => {
  for (const text of written) expect([text, fast(text)]).toEqual([text, full(text)]);
  expect(written.length).toBeGreaterThan(50);
  const left = dumped.filter((text) => fast(text) === undefined);
  expect(left.length).toBeLessThan(dumped.length / 20);
  expect(dumped.length).toBeGreaterThan(100);
});

describe('where it answers at all it answers as the full reader does', () => {
  const agree = (text: string): void => {
    const answer = fast(text);
    if (answer !== undefined) expect([text, answer]).toEqual([text, full(text)]);
  };

  test.each([
    'a: b\n  c: d',
    'a: |\n  x\n\n\n',
    'a: |-\n  x\n\n\nb: 1',
    'a: |\n  x',
    'a: |\n   x\n  y\n',
    'a: |\n\n  x\n',
    'a: |\n  x\n \n  y\n',
    'a: |\n  x\n    \n  y\n',
    'a: |\n  x\n# c\nb: 1\n',
    'a: |\n  x\n # c\nb: 1\n',
    'a: |\n  \tx\n',
    'a: |\n  x\n\ty\n',
    'a: b # c',
    'a: b\n# c\n  d',
    'a:\n- b\n- c: 1\n  d: 2\ne: ~',
    'a:\n  - - b',
    'a:\n-\n  b: 1',
    '- a: 1\n b: 2',
    '- a\n- b\nc: 1',
    'a: 1\na: 2',
    'yes: 1',
    'null: 1',
    '"yes": 1',
    'a: yes\nb: 0x1F\nc: 017\nd: 1_000\ne: .5\nf: .inf\ng: 1e3\nh: -.inf\ni: +1\nj: NULL\nk: n',
    'a: "x\\ty"\nb: "\\ud83d\\ude00"\nc: \'it\'\'s\'\nd: "a # b: c"',
    'a: "x" b',
    'a: "x\n  y"',
    'a: - b',
    'a: b: c',
    'a: b:',
    'a: {}\nb: []\nc: {x: 1}',
    'a: &x b\nc: *x',
    'a: !!str 1',
    '__proto__: {a: 1}',
    '"__proto__": 1',
    '--- a',
    '---\n---\n',
    '# only\n',
    'text',
    'a:b',
    'a :b',
    'a: -',
    'a: -x',
    'a: --- x',
    'a: b\n...\n',
    '- |\n x\n',
    '- |\nx\n',
    'a:\n  b:\n c: 1',
    ' a: 1\n b: 2',
    'a: ? x',
    '# \u0007\na: 1',
    'a: 1 # \u0007',
    'a:\n  b: 1\n# \u0007\n',
    'a: \u0007',
    'a: "\u0007"',
    "a: '\ud83d'",
    'a: |\n  \u0007\n',
    `a: |\n  ${'x'.repeat(2000)}\u0007\n`,
    'a: |\n  x\n# \u0007\nb: 1',
    'a\u0007: 1',
    '\ufeffa: 1',
    'a: 1\r\nb: 2\r\n',
    'a: x\u2028y\u0085z\ud83d\ude00',
  ])('%j', agree);

  test('on documents with whatever change of a few characters', () => {
    const pieces = [
      '\n',
      '\n  ',
      ' ',
      '- ',
      ': ',
      ':',
      '#',
      ' #',
      '"',
      "'",
      '|',
      '|-',
      '>',
      '&a ',
      '{',
      '~',
      '\t',
      '1',
      'yes',
      '---\n',
      '\\',
      '\r',
      '\u0007',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud83d\ude00',
      '\ud83d',
      'é',
    ];
    const change = fc.record({
      at: fc.nat(),
      removed: fc.nat({ max: 4 }),
      added: fc.oneof(fc.constantFrom(...pieces), fc.constant('')),
    });
    let answers = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...written, ...dumped),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (text, changes) => {
          const short = text.slice(0, 1500);
          const changed = changes.reduce((old, { at, removed, added }) => {
            const position = 4 + (at % (old.length - 4));
            return old.slice(0, position) + added + old.slice(position + removed);
          }, short);
          // The reader gets one document; the caller cuts at separators.
          if (/^---/m.test(changed.slice(4))) return;
          agree(changed);
          if (fast(changed) !== undefined) answers++;
        },
      ),
      { numRuns: 2000 },
    );
    expect(answers).toBeGreaterThan(250);
  });
});

test('long literal blocks of one length are told apart by their text and by their indentation', () => {
  const block = (letter: string, indent: number, lines = 400): string =>
    `a: |\n${`${' '.repeat(indent)}${letter}\n`.repeat(lines)}`;
  const texts = [block('x', 2), block('y', 2), block('x', 2), block('x', 4), block('yyy', 2), block('x', 2)];
  for (const text of texts)
    expect(plainYaml(`${text}b: 1\n`, 0, text.length + 5, blocks)).toEqual(full(`${text}b: 1\n`));
  const deeper = (text: string): string => `k:\n  ${text.trimEnd().replaceAll('\n', '\n  ')}\n`;
  for (const text of texts.map(deeper)) expect(plainYaml(text, 0, text.length, blocks)).toEqual(full(text));
});

test.each([
  ['it goes on', 'b: 1\na:\n  x: 1\n  v: 2\n  z: 3\n'],
  ['its last line goes on', 'b: 1\na:\n  x: 1\n  v: 23\n'],
  ['a list goes on', 'b: 1\nl:\n- x: 1\n  v: 2\n- z: 3\n'],
  ['it stands deeper', 'b: 1\nc:\n  a:\n    x: 1\n  v: 2\n'],
  ['its text goes on', 'b: 1\nt:\n  x: |\n    text\n    more\n'],
  ['its text goes on behind an empty line', 'b: 1\nt:\n  x: |\n    text\n\n    more\n'],
  ['its text goes on with spaces', 'b: 1\nt:\n  x: |\n    text\n      \nc: 1\n'],
  ['its text goes on with what would be a comment', 'b: 1\nt:\n  x: |\n    text\n    # more\nc: 1\n'],
  ['it ends with the document', 'b: 1\na:\n  x: 1\n  v: 2'],
])('a block that begins like an earlier one is read as it stands: %s', (_, text) => {
  fast('a:\n  x: 1\n  v: 2\nl:\n- x: 1\n  v: 2\nt:\n  x: |\n    text\n');
  expect(fast(text) ?? full(text)).toEqual(full(text));
});

test('a block that is the same text as an earlier one is one value with it', () => {
  const [one, other] = ['a', 'b'].map((key) => fast(`${key}:\n  - name: x\n    value: w\nz: 1\n`)?.value);
  expect(one).toEqual({ a: [{ name: 'x', value: 'w' }], z: 1 });
  expect((other as { readonly b: unknown }).b).toBe((one as { readonly a: unknown }).a);
});
