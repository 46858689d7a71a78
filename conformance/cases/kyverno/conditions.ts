import type { Answer, KyvernoCase } from './case';

const denied = (
  key: unknown,
  operator: string,
  value: unknown,
  answer: Answer,
  data: Readonly<Record<string, unknown>> = {},
): KyvernoCase => ({
  title: `${JSON.stringify(key)} ${operator} ${JSON.stringify(value)} of ${JSON.stringify(data)}`,
  rule: { validate: { deny: { conditions: { any: [{ key, operator, value }] } } } },
  object: { data },
  answer,
});
const query = (text: string): string => `{{ request.object.data.${text} }}`;

/** Operators, with what they are asked about in so many words. */
const OPERATORS: readonly KyvernoCase[] = [
  denied('a', 'Equals', 'a', 'fail'),
  denied('abc', 'Equals', 'a*', 'fail'),
  denied('a*', 'Equals', 'abc', 'pass'),
  denied('a', 'NotEquals', 'a*', 'pass'),
  denied('a', 'NotEquals', 1, 'fail'),
  denied(1, 'Equals', '1', 'fail'),
  denied(1, 'NotEquals', 'x', 'fail'),
  denied('1Gi', 'Equals', '1024Mi', 'fail'),
  denied('1h', 'Equals', 3600, 'fail'),
  denied('1h', 'NotEquals', '60m', 'pass'),
  denied(['a', 'b'], 'Equals', ['a', 'b'], 'fail'),
  denied(['a', 'b'], 'NotEquals', 'a', 'fail'),
  denied('a', 'AnyIn', ['a', 'b'], 'fail'),
  denied('ab', 'AnyIn', ['a*'], 'fail'),
  denied('*', 'AnyIn', ['a'], 'fail'),
  denied('a', 'AnyIn', '["a", "b"]', 'fail'),
  denied('a', 'AnyIn', 'b', 'pass'),
  denied('5', 'AnyIn', '1-10', 'fail'),
  denied(['a', 'c'], 'AnyIn', ['a', 'b'], 'fail'),
  denied(['a', 'c'], 'AllIn', ['a', 'b'], 'pass'),
  denied(['a', 'b'], 'AllIn', ['a', 'b', 'c'], 'fail'),
  denied(['a', 'c'], 'AnyNotIn', ['a', 'b'], 'fail'),
  denied(['a', 'b'], 'AnyNotIn', ['a', 'b'], 'pass'),
  denied(['a', 'c'], 'AllNotIn', ['a', 'b'], 'pass'),
  denied(['c', 'd'], 'AllNotIn', ['a', 'b'], 'fail'),
  denied(['5', '20'], 'AnyNotIn', '1-10', 'fail'),
  denied([], 'AnyIn', ['a'], 'pass'),
  denied([], 'AllIn', ['a'], 'fail'),
  denied([], 'AnyNotIn', ['a'], 'pass'),
  denied([], 'AllNotIn', ['a'], 'fail'),
  denied(true, 'AnyIn', [true], 'fail'),
  denied('a', 'In', ['a', 'b'], 'fail'),
  denied('a', 'In', 'b', 'pass'),
  denied('c', 'NotIn', ['a', 'b'], 'fail'),
  denied('c', 'NotIn', 'b', 'pass'),
  denied(['a', 'b'], 'In', ['a', 'b', 'c'], 'fail'),
  denied(['ab'], 'In', ['a*'], 'pass'),
  denied(['a', 'd'], 'NotIn', ['a', 'b'], 'fail'),
  denied(['a'], 'NotIn', ['a', 'b'], 'pass'),
  denied(['a'], 'NotIn', 'a', 'fail'),
  denied(5, 'GreaterThan', 4, 'fail'),
  denied('5', 'GreaterThan', '10', 'pass'),
  denied('1Gi', 'LessThan', '1025Mi', 'fail'),
  denied('1h', 'LessThanOrEquals', '60m', 'fail'),
  denied('x', 'GreaterThan', 1, 'pass'),
];

/** What queries come to. */
const QUERIES: readonly KyvernoCase[] = [
  denied(query('a'), 'Equals', 'x', 'fail', { a: 'x' }),
  denied(query('a'), 'Equals', 'x', 'error', {}),
  denied(query("a || ''"), 'Equals', 'x', 'pass', {}),
  denied(query('a.b || `[]`'), 'AnyIn', ['x'], 'pass', { a: {} }),
  denied(query('a[].b'), 'AnyIn', ['x'], 'fail', { a: [{ b: 'x' }, { c: 'y' }] }),
  denied(query('a[].b'), 'AllIn', ['x'], 'fail', { a: [{ b: 'x' }, { c: 'y' }] }),
  denied(query('[a, b][].c'), 'AnyIn', ['x'], 'fail', { b: [{ c: 'x' }] }),
  denied(query('a[?b].c'), 'AnyIn', ['x'], 'fail', { a: [{ b: true, c: 'x' }] }),
  denied(query("a[?b == 'y'].c"), 'AnyIn', ['x'], 'pass', { a: [{ b: 'z', c: 'x' }] }),
  denied(query('a.*.b'), 'AnyIn', ['x'], 'fail', { a: { c: { b: 'x' } } }),
  denied(query('a | [0]'), 'Equals', 'x', 'fail', { a: ['x', 'y'] }),
  denied(query('a[-1]'), 'Equals', 'x', 'pass', { a: ['x', 'y'] }),
  denied(query('a[:1]'), 'AllIn', ['x'], 'fail', { a: ['x', 'y'] }),
  denied(query('a[5]'), 'Equals', 'x', 'pass', { a: ['x'] }),
  denied(query('b."c.d/e"'), 'Equals', 'x', 'fail', { b: { 'c.d/e': 'x' } }),
  denied('{{ length(request.object.data.a) }}', 'GreaterThan', 1, 'fail', { a: ['x', 'y'] }),
  denied('{{ length(request.object.data.a) }}', 'GreaterThan', 1, 'error', {}),
  denied("{{ contains(request.object.data.a, 'x') }}", 'Equals', true, 'fail', { a: ['x'] }),
  denied("{{ starts_with(request.object.data.a, 'x') }}", 'Equals', true, 'pass', { a: 'yx' }),
  denied("{{ regex_match('^x[0-9]+$', request.object.data.a) }}", 'Equals', true, 'fail', { a: 'x12' }),
  denied('{{ !(request.object.data.a) }}', 'Equals', true, 'fail', {}),
  denied('{{ request.object.data.a && `true` }}', 'Equals', true, 'fail', { a: 'x' }),
  denied('{{ request.operation }}', 'Equals', 'CREATE', 'fail'),
  denied('prefix-{{ request.object.data.a }}', 'Equals', 'prefix-x', 'fail', { a: 'x' }),
  denied('{{ request.object.data.{{ request.object.data.a }} }}', 'Equals', 'y', 'fail', { a: 'b', b: 'y' }),
  denied('x', 'Equals', query('a'), 'fail', { a: 'x' }),
];

const made = (title: string, rule: object, data: object, answer: Answer): KyvernoCase => ({
  title,
  rule,
  object: { data },
  answer,
});
const is = (text: string, value: unknown): object => ({ key: text, operator: 'Equals', value });
const A_IS_X = is(query("a || ''"), 'x');
const B_IS_Y = is(query("b || ''"), 'y');
const denies = (conditions: unknown): object => ({ validate: { deny: { conditions } } });
const each = (entry: object): object => ({ validate: { foreach: [{ list: 'request.object.data.list', ...entry }] } });

/** How conditions are joined, and what applies a rule at all. */
const JOINED: readonly KyvernoCase[] = [
  made('any holds with one', denies({ any: [A_IS_X, B_IS_Y] }), { a: 'x' }, 'fail'),
  made('all asks for each', denies({ all: [A_IS_X, B_IS_Y] }), { a: 'x' }, 'pass'),
  made('any and all both have to hold', denies({ any: [A_IS_X], all: [B_IS_Y] }), { a: 'x' }, 'pass'),
  made('a list means all', denies([A_IS_X, B_IS_Y]), { a: 'x', b: 'y' }, 'fail'),
  made('no conditions refuse everything', { validate: { deny: {} } }, {}, 'fail'),
  made('none of any refuses nothing', denies({ any: [] }), {}, 'pass'),
  made(
    'preconditions that fail skip',
    { preconditions: { all: [B_IS_Y] }, ...denies({ any: [A_IS_X] }) },
    { a: 'x' },
    'skip',
  ),
  made('preconditions that hold do not', { preconditions: [B_IS_Y], ...denies([A_IS_X]) }, { a: 'x', b: 'y' }, 'fail'),
  made(
    'a variable of the context',
    {
      context: [{ name: 'v', variable: { jmesPath: 'request.object.data.a', default: 'none' } }],
      ...denies([is('{{ v }}', 'x')]),
    },
    { a: 'x' },
    'fail',
  ),
  made(
    'a variable of the context by default',
    {
      context: [{ name: 'v', variable: { jmesPath: 'request.object.data.a', default: 'none' } }],
      ...denies([is('{{ v }}', 'none')]),
    },
    {},
    'fail',
  ),
  made(
    'a variable of the context with a value and a path',
    {
      context: [{ name: 'v', variable: { value: { c: '{{ request.object.data.a }}' }, jmesPath: 'c' } }],
      ...denies([is('{{ v }}', 'x')]),
    },
    { a: 'x' },
    'fail',
  ),
  made(
    'a pattern with a variable',
    { validate: { pattern: { data: { b: '{{ request.object.data.a }}' } } } },
    { a: 'x', b: 'y' },
    'fail',
  ),
  made(
    'each element is denied',
    each({ deny: { conditions: [is('{{ element }}', 'x')] } }),
    { list: ['y', 'x'] },
    'fail',
  ),
  made('no element is denied', each({ deny: { conditions: [is('{{ element }}', 'x')] } }), { list: ['y'] }, 'pass'),
  made(
    'elements that are left out',
    each({ preconditions: { all: [is('{{ element.b }}', 'y')] }, pattern: { a: 'x' } }),
    {
      list: [
        { a: 'z', b: 'n' },
        { a: 'x', b: 'y' },
      ],
    },
    'pass',
  ),
  made('a pattern for each element', each({ pattern: { a: 'x' } }), { list: [{ a: 'x' }, { a: 'z' }] }, 'fail'),
  made(
    'the index of an element',
    each({ deny: { conditions: [is('{{ elementIndex }}', 1)] } }),
    { list: ['y', 'z'] },
    'fail',
  ),
];

export const CONDITION_CASES: readonly KyvernoCase[] = [...OPERATORS, ...QUERIES, ...JOINED];
