import fc from 'fast-check';
import { dump } from 'js-yaml';
import { isMap, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { InputFaults } from '../../../lib/verify/input/input-fault';
import { lineOf } from '../../../lib/verify/input/line-of';
import { parseText } from '../../../lib/verify/input/parse-text';
import { faultsOf } from '../../faults-of';
import { inputsOfText } from '../inputs-of';

const values = (text: string, name = 'a.yaml'): unknown[] => {
  const faults = new InputFaults();
  const documents = parseText({ name, text }, faults);
  faults.refuse();
  return documents.map(({ value }) => value);
};

test('an empty document is none, also in a file with document ends, a byte order mark and Windows line ends', () => {
  const text = '\ufeffapiVersion: v1\r\nkind: Namespace\r\nmetadata:\r\n  name: x\r\n---\r\n---\r\n# c\r\n...\r\n';
  expect(values(text)).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } }]);
});

describe('scalars mean what the API server reads', () => {
  test.each([
    ['privileged: yes', { privileged: true }],
    ['a: Off', { a: false }],
    ['mode: 0400', { mode: 256 }],
    ['mode: 0o17', { mode: 15 }],
    ['port: 0x50', { port: 80 }],
    ['i: 1_000', { i: 1000 }],
    ['i: 08', { i: 8 }],
    ['i: 1e3', { i: 1000 }],
    ['i: .inf', { i: Infinity }],
    ['v: 2012-10-17', { v: '2012-10-17' }],
    ['v: 1.2.3', { v: '1.2.3' }],
    ['v: "yes"', { v: 'yes' }],
    ['v: ~', { v: null }],
    ['v:', { v: null }],
    ['x: !!binary aGk=', { x: 'hi' }],
    ['x: !!binary |\n  aGk\n  =', { x: 'hi' }],
    ['x: !!binary /w==', { x: '\ufffd' }],
    ['base: &b {x: 1}\nc: {<<: *b, z: 2}', { base: { x: 1 }, c: { x: 1, z: 2 } }],
  ])('%s', (text, value) => expect(values(text)).toEqual([value]));
});

describe('documents', () => {
  test('are split at separators, and empty ones are left out', () => {
    expect(values('# head\n---\na: 1\n---\n---\nb: |\n  ---\n  x\n--- # tail\nc: 3\n')).toEqual([
      { a: 1 },
      { b: '---\nx\n' },
      { c: 3 },
    ]);
  });

  test('with directives and ends are read as a whole', () => {
    expect(values('%YAML 1.1\n---\na: 1\n...\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test('in JSON are read as JSON, whatever the file is called; a flow mapping is still YAML', () => {
    expect(values('\ufeff {"a": "\\u0041"}')).toEqual([{ a: 'A' }]);
    expect(values('{a: 1}')).toEqual([{ a: 1 }]);
  });

  test('of JSON may follow each other, each with its own lines', () => {
    const text = '\ufeff{"a": "}{"}\n{"b": [{}, "\\""],\n "c": 1}[2]\n\n{\n"d": 3}\n';
    for (const name of ['a.json', '-']) expect(values(text, name)).toHaveLength(4);
    const documents = parseText({ name: '-', text }, new InputFaults());
    expect(documents.map(({ value }) => value)).toEqual([{ a: '}{' }, { b: [{}, '"'], c: 1 }, [2], { d: 3 }]);
    expect([lineOf(documents[1] as never, ['c']), lineOf(documents[3] as never, ['d'])]).toEqual([3, 6]);
  });
});

describe('what cannot be read is a fault with file and line, and never an empty answer', () => {
  test.each([
    ['a.yaml', 'a: 1\n---\nb: [1\nc: 2\n', 'a.yaml:4'],
    ['a.yaml', 'a: 1\na: 2\n', 'a.yaml:2'],
    ['a.yaml', 'a: *missing\n', 'a.yaml:1'],
    ['a.yaml', 'a: 1\nx: !!js/regexp /a/\n', 'a.yaml:2'],
    ['a.yaml', 'a: 1\nx: !!binary a\n', 'a.yaml:2'],
    ['a.json', '{"a": 1}\n{"b": 1,\n "c": }', 'a.json:3'],
    ['-', '{"a": 1}\n{"b": 1,\n "c": }', '-:3'],
    ['-', '{"a": 1}{"b": 1,\n "b": 2}', '-:2'],
    ['a.json', '{"a": 1}\n{"b": 1', 'a.json:2'],
    ['a.json', '{"a": 1}\nb', 'a.json:2'],
    ['a.json', '{"a": 1,\n "b": }', 'a.json:2'],
    ['a.json', '{"a": {"Effect": "Deny",\n "Effect": "Allow"}}', 'a.json:2'],
    ['a.json', '{"a": "x"', 'a.json:1'],
    ['a.yaml', 'a: &a\n  b: *a\n', 'a.yaml:1'],
    ['a.yaml', 'a: "\0"\n', 'a.yaml:1'],
    ['a.json', '['.repeat(100_000), 'a.json:1'],
    ['a.yaml', `a: ${'['.repeat(100_000)}`, 'a.yaml:1'],
  ])('%s %j', (name, text, path) => {
    expect(faultsOf(() => values(text, name)).map((fault) => fault.path)).toEqual([path]);
  });

  test('a text that calls itself by two keys of one escape is seen through', () => {
    expect(faultsOf(() => values('{"Effect": 1, "\\u0045ffect": 2}', 'a.json'))).toHaveLength(1);
    expect(values('[{"a": 1}, {"a": [{"a": 2}], "b": "{\\"a\\":1,\\"a\\":2}"}]')).toHaveLength(1);
  });

  test('billion laughs are refused, and a moderate use of aliases in a large document is not', () => {
    const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level++)
      laughs.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(faultsOf(() => values(laughs.join('\n')))[0]?.given).toMatch(/aliases that stand for more than/);
    const large = `base: &b {x: 1}\nlist:\n${'- {<<: *b, y: [1, 2, 3]}\n'.repeat(3000)}`;
    expect(values(large)).toHaveLength(1);
  });

  test.each(['[', '{"a":'])(
    'JSON that opens %s a million times is a fault, whatever its parser makes of it',
    (open) => {
      const deep = `${open.repeat(1e6)}1${(open === '[' ? ']' : '}').repeat(1e6)}`;
      expect(faultsOf(() => inputsOfText(deep))).toHaveLength(1);
      const moderate = `${open.repeat(150)}1${(open === '[' ? ']' : '}').repeat(150)}`;
      expect(values(moderate, 'a.json')).toHaveLength(1);
    },
  );

  test.each([
    ['kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n---\n{{- if .Values.x }}\na: 1\n{{- end }}\n', 3],
    ['a: 1\n---\n{{- if .Values.x }}\na: 1\n{{- end }}\n---\nb: {{ .Values.b }}: {{ .Values.c }}\n', 3],
    ['{{ include "x" . }}\n', 1],
  ])('a chart that nobody rendered is one fault a file, and the fault says how to render it: %j', (text, line) => {
    const faults = faultsOf(() => values(text));
    expect(faults.map(({ path }) => path)).toEqual([`a.yaml:${line}`]);
    expect(faults[0]?.fix).toContain('render it first: helm template');
    expect(faults[0]?.given).not.toContain('[object');
  });

  test('braces in quotes and in literal blocks are text', () => {
    expect(values('a: "{{ x }}"\nb: |\n  {{ y }}\nc: [d, e]\n')).toEqual([
      { a: '{{ x }}', b: '{{ y }}\n', c: ['d', 'e'] },
    ]);
    expect(faultsOf(() => values('a: "{{ x }}"\nb: [\n'))[0]?.fix).not.toContain('helm');
  });

  test('prototype keys are keys', () => {
    const [value] = values('{"__proto__": {"polluted": true}, "constructor": 1}') as [object];
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
    expect(values('__proto__: {polluted: true}')).toHaveLength(1);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test('a line of many megabytes ends in a fault in moderate time', () => {
    const quoted = ['"', "'"].map((quote) => `a: ${quote}${'x'.repeat(12e6)}${quote}\n`);
    const long = ['a'.repeat(20e6), `a: ${'b: '.repeat(3e6)}`, `{"a":"${'x'.repeat(20e6)}`, `- `.repeat(5e6)];
    for (const text of [...long, ...quoted, `a: [${'x,'.repeat(9e6)}]`]) {
      expect(faultsOf(() => inputsOfText(text))).toHaveLength(1);
    }
  }, 60_000);

  test('whatever the bytes are, the answer is a value or a fault, and never something to judge', () => {
    const kubernetesIsh = fc.array(
      fc.constantFrom(
        'kind: ',
        'Pod',
        '\n',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '"',
        "'",
        ': ',
        '#',
        '!!',
        '|',
        '>',
        '1e999',
        '\t',
        ' ',
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          kubernetesIsh.map((parts) => parts.join('')),
        ),
        (text) => {
          const inputs = inputsOf([{ name: 'x.yaml', text }]);
          expect(inputs.objects.length === 0 || inputs.objects.every(({ kind }) => typeof kind === 'string')).toBe(
            true,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('lines', () => {
  test('are found again for every value, as another parser finds them', () => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.integer(), fc.boolean(), fc.constant(null));
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    const document = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tree, { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(-1, 1),
        (documents, flowLevel) => {
          const text = documents.map((item) => `# a comment\n---\n${dump(item, { flowLevel })}`).join('');
          const read = parseText({ name: 'x.yaml', text }, new InputFaults());
          for (const found of read) {
            const chunk = text.slice(found.start, found.end);
            const before = text.slice(0, found.start).split('\n').length - 1;
            const counter = new LineCounter();
            const other = parseDocument(chunk, { lineCounter: counter });
            visit(other.contents as Node, [], (path, key) => {
              if (path.length === 0) return;
              const line = before + counter.linePos((key.range as readonly number[])[0] as number).line;
              expect([path, lineOf(found, path)]).toEqual([path, line]);
            });
          }
        },
      ),
    );
  });

  test('of something that is missing are those of what should hold it', () => {
    const [document] = parseText({ name: 'x.yaml', text: 'a:\n  b:\n    c: 1\n' }, new InputFaults());
    expect(lineOf(document as never, ['a', 'b', 'nothing', 'here'])).toBe(2);
  });
});

/** Calls back with the way to each value and the node that says its line: the key, or the entry of a list. */
function visit(node: Node, path: (string | number)[], tell: (path: (string | number)[], at: Node) => void): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const next = [...path, (key as { value: string }).value];
      tell(next, key as Node);
      if (value !== null) visit(value as Node, next, tell);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      tell([...path, index], item as Node);
      visit(item as Node, [...path, index], tell);
    });
  }
}
