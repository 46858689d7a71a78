import fc from 'fast-check';
import type { KyvernoCase } from './case';

/** Few keys and values, so that patterns and objects meet. */
const key = fc.constantFrom('p', 'q');
const texts = ['a', 'b', 'ab', '1', '10', '1Gi', '500m', '5s', 'true', '', 'x-y'] as const;
const scalar = fc.constantFrom<unknown>(...texts, true, false, 0, 1, 10);
const wanted = fc.constantFrom<unknown>(
  ...texts,
  ...['?*', '*', 'a|b', 'a | *b', '!a', '!*', 'a*', '*b', '>5', '<=10', '1-10', '5!-10', '>=1Gi', '<10s'],
  ...['> 5 & <20', '!a & !b', '10s', '1.0', true, false, 0, 1, 10, null],
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: scalar },
    { weight: 2, arbitrary: tie('map') },
    { weight: 2, arbitrary: fc.array(tie('map'), { maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  ),
  map: fc.dictionary(key, tie('value'), { maxKeys: 2 }),
}));

const sign = fc.constantFrom('', '', '', '', '', '', '()', '=()', 'X()', '<()', '^()');

/** Kyverno takes an existence anchor only over a list of maps. */
function anchored(name: string, mark: string, pattern: unknown): string {
  const isOfMaps = Array.isArray(pattern) && typeof pattern[0] === 'object' && pattern[0] !== null;
  const usable = mark === '^()' && !isOfMaps ? '()' : mark;
  return usable === '' ? name : `${usable.slice(0, -2)}(${name})`;
}

const mapOf = (pattern: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc
    .array(fc.tuple(key, sign, pattern), { minLength: 1, maxLength: 3 })
    .map((list) => Object.fromEntries(list.map(([name, mark, inside]) => [anchored(name, mark, inside), inside])));
const { pattern } = fc.letrec((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: wanted },
    { weight: 3, arbitrary: tie('map') },
    { weight: 2, arbitrary: fc.array(tie('map'), { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(wanted, { minLength: 1, maxLength: 1 }) },
  ),
  map: mapOf(tie('pattern')),
}));
const map = mapOf(pattern);

// In and NotIn are not among them: Kyverno 1.19 panics where a list holds anything but texts.
const operator = fc.constantFrom(
  ...['Equals', 'NotEquals', 'AnyIn', 'AllIn', 'AnyNotIn', 'AllNotIn', 'GreaterThan', 'LessThanOrEquals', 'equal'],
);
const query = fc
  .constantFrom(
    ...[
      '',
      '.p',
      '.q',
      '.p[]',
      '.*',
      '.p || `[]`',
      ".q || ''",
      '.[p, q][]',
      '.p[].q',
      ".p[?q == 'a'].p",
      '.p && `true`',
    ],
    ...['.p[0]', '.p[:1]', '.p.q | [0]', ".q == 'a'", '.q == `true`', '.p | [?q]', '.{a: p}.a'],
  )
  .map((path) => `request.object.data${path}`);
const called = fc.constantFrom(
  'length(request.object.data.p || `[]`)',
  'keys(request.object.data)',
  "contains(request.object.data.p || `[]`, 'a')",
  "starts_with(request.object.data.p || '', 'a')",
  'request.operation',
  'request.object.metadata.labels.team',
  'request.object.metadata.labels."a/b" || \'none\'',
  '!(request.object.data.p)',
);
const variable = fc.oneof(query, called).map((text) => `{{ ${text} }}`);
const among = fc.oneof(
  scalar,
  wanted,
  fc.array(fc.constantFrom<unknown>('a', 'b', '1', '*', '?*', 1, true), { maxLength: 3 }),
  fc.constantFrom('["a","b"]', '1-10'),
);
const condition = fc.record({
  key: fc.oneof(
    variable,
    variable.map((text) => `x-${text}`),
  ),
  operator,
  value: fc.oneof(among, variable),
});
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 2 });
const joined = fc.record({ any: some(condition), all: some(condition) }, { requiredKeys: [] });
const conditions = fc.oneof(some(condition), joined);

const ofElement = fc.record({
  key: fc.constantFrom('{{ element }}', '{{ element.q }}', "{{ element.q || '' }}", '{{ elementIndex }}'),
  operator,
  value: among,
});
const body = fc.oneof(
  map.map((data) => ({ pattern: { data } })),
  map.map((data) => ({ pattern: { metadata: { '=(labels)': { 'te*': '?*' } }, data } })),
  some(map).map((list) => ({ anyPattern: list.map((data) => ({ '=(data)': data })) })),
  conditions.map((all) => ({ deny: { conditions: all } })),
  fc.tuple(query, some(ofElement)).map(([list, any]) => ({ foreach: [{ list, deny: { conditions: { any } } }] })),
  fc.tuple(query, map).map(([list, inside]) => ({ foreach: [{ list, pattern: inside }] })),
);

/** Rules of every form over small objects. */
export const kyvernoCase: fc.Arbitrary<Pick<KyvernoCase, 'rule' | 'object'>> = fc.record({
  rule: fc.record({ validate: body, preconditions: conditions }, { requiredKeys: ['validate'] }),
  object: fc.record(
    {
      data: fc.dictionary(key, value, { minKeys: 1, maxKeys: 2 }),
      metadata: fc.record({ labels: fc.constantFrom({ team: 'a' }, { team: 'b', 'a/b': 'c' }, {}) }),
    },
    { requiredKeys: ['data'] },
  ),
});
