import { Admission } from '../../../lib/verify/admission/admission';
import { likeness } from '../../../lib/verify/checks/probe';
import type { Evidence } from '../../../lib/verify/evidence';
import type { TrainingNamespace } from '../../../lib/verify/scope/training-scope';
import { inputsOfObjects } from '../inputs-of';

interface Named {
  readonly name: string;
  readonly project: string;
}

// No word of these policies stands between their names in the order of letters, which would tell them by luck.
const BETA = { name: 'ml-qbeta', project: 'qbeta' };
const GAMMA = { name: 'ml-qgamma', project: 'qgamma' };
const called = (project: string): Named => ({ name: `ml-${project}`, project });

/** Whether two namespaces count as told apart, each with what is made of its names. */
function areTold(
  policy: object,
  [one, other]: readonly [Named, Named] = [BETA, GAMMA],
  made: (named: Named) => { readonly labels?: Readonly<Record<string, string>>; readonly pod?: object } = () => ({}),
): boolean {
  const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
  const [first, second] = [one, other].map((named) => {
    const { labels = {}, pod = {} } = made(named);
    const all = { 'kubernetes.io/metadata.name': named.name, ...labels };
    const namespace = { ...named, labels: new Map(Object.entries(all)) } as unknown as TrainingNamespace;
    return likeness({ admission, platform: undefined } as unknown as Evidence, namespace, pod);
  });
  return first !== second;
}

const cel = (expression: string, more: object = {}): object => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'theirs' },
  spec: { validations: [{ expression }], ...more },
});
const kyverno = (validate: object, more: object = {}): object => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'theirs' },
  spec: { rules: [{ name: 'rule', match: { any: [{ resources: { kinds: ['Pod'] } }] }, validate, ...more }] },
});

test('namespaces that differ in nothing but their names are alike where no policy tells them apart', () => {
  expect(areTold(cel('size(object.spec.containers) > 1 && object.metadata.name.startsWith("x")'))).toBe(false);
  expect(areTold(kyverno({ pattern: { metadata: { namespace: '!kube-*' } } }))).toBe(false);
});

test.each([
  ["object.metadata.name == '0'", 'q0', 'q1'],
  ["object.metadata.name.contains('-')", 'q-a', 'qa-b'],
  ["object.metadata.name.contains('-')", 'q-a', 'qa-b-c'],
])(
  'names with other letters in other places are alike where a policy reads only whole texts: %s',
  (expression, one, other) => {
    expect(areTold(cel(expression), [called(one), called(other)])).toBe(false);
  },
);

test.each([
  ["'q' + object.metadata.name == 'q0'", 'q0', 'q1'],
  ["object.metadata.name in ['0'] ", 'q0', 'q1'],
  ["['0'].exists(end, object.metadata.name.endsWith(end))", 'q0', 'q1'],
  ["object.metadata.name.split('q')[1] == '0'", 'q0', 'q1'],
  ["object.metadata.name.lastIndexOf('-') == 1 ", 'q-ab', 'qa-b'],
])('names count as told where a part of them may be read: %s', (expression, one, other) => {
  expect(areTold(cel(expression), [called(one), called(other)])).toBe(true);
});

test('a part of a name may be read in a variable of Kyverno, and in one within another', () => {
  const rule = (key: string): object =>
    kyverno({ deny: { conditions: { all: [{ key, operator: 'Equals', value: '-' }] } } });
  const names = [called('q-ab'), called('qa-b')] as const;
  expect(areTold(rule('{{ request.namespace }}'), names)).toBe(false);
  expect(areTold(rule('{{ substring(request.namespace, `4`, `5`) }}'), names)).toBe(true);
  expect(areTold(rule('{{ request.{{ substring(request.namespace, `4`, `5`) }} }}'), names)).toBe(true);
});

describe('namespaces are told apart by a policy that', () => {
  test.each([
    ['names one', "request.namespace == 'ml-qbeta'"],
    ['names one in a list of words', "'ml-gone ml-qbeta ml-other'.contains(request.namespace)"],
    ['names one in a list with commas', "request.namespace in 'ml-a,ml-qbeta,ml-gone'.split(',')"],
    ['names an account of one', "request.userInfo.username == 'system:serviceaccount:ml-qbeta:train'"],
    ['names one in capitals', "request.namespace.upperAscii() == 'ML-QBETA'"],
    ['writes a letter by its number', "request.namespace == 'ml-q\\x62eta'"],
    ['has a regular expression with a group', "request.namespace.matches('^(?:ml)-q[a-c].*')"],
    ['has a regular expression with any characters', "request.namespace.matches('^ml-q[^!a-c].*')"],
    ['has a regular expression with a space', "request.namespace.matches('^ml-q(b|x y).*')"],
    ['has a long regular expression', `request.namespace.matches('^ml-(${'zzzzzzzz|'.repeat(14)}qb[e]ta)$')`],
    ['measures names', 'size(request.namespace) > 8'],
    ['measures them by their method', 'request.namespace.size() > 8'],
  ])('%s', (_, expression) => {
    expect(areTold(cel(expression))).toBe(true);
  });

  test('measures names through a variable', () => {
    const variables = [{ name: 'ns', expression: 'request.namespace' }];
    expect(areTold(cel('size(variables.ns) > 8', { variables }))).toBe(true);
    const context = [{ name: 'ns', variable: { jmesPath: 'request.namespace' } }];
    const conditions = { all: [{ key: '{{ length(ns) }}', operator: 'GreaterThan', value: 8 }] };
    expect(areTold(kyverno({ deny: { conditions } }, { context }))).toBe(true);
  });

  test.each([
    ["request.namespace.endsWith('t')", 'qat', 'qta'],
    ["request.namespace.substring(4, 5) == 'b'", 'qbxb', 'qxbb'],
    ["request.namespace.indexOf('b') == 4", 'qbxb', 'qxbb'],
    ["size(request.namespace.split('b')) == 2", 'qbxb', 'qxxb'],
  ])('asks where a letter stands: %s', (expression, one, other) => {
    expect(areTold(cel(expression), [called(one), called(other)])).toBe(true);
  });

  test.each(['!ml-qbeta', '!ml-qbeta & !ml-x', 'ml-qbeta | ml-x', '!ml-qb*', 'ml-qb* | ml-x'])(
    'has the pattern %s',
    (namespace) => {
      expect(areTold(kyverno({ pattern: { metadata: { namespace } } }))).toBe(true);
    },
  );

  test('tells them by a text that is made of their names', () => {
    const tier = ({ project }: Named): { labels: Record<string, string> } => ({ labels: { tier: `gold-${project}` } });
    const selecting = cel('true', { matchConstraints: { namespaceSelector: { matchLabels: { tier: 'gold-qbeta' } } } });
    expect(areTold(selecting, [BETA, GAMMA], tier)).toBe(true);
    const beginning = cel("namespaceObject.metadata.labels['tier'].startsWith('gold-qb')");
    expect(areTold(beginning, [BETA, GAMMA], tier)).toBe(true);
    const account = ({ project }: Named): { pod: object } => ({ pod: { serviceAccountName: `train-${project}` } });
    const pattern = kyverno({ pattern: { spec: { serviceAccountName: '!train-qb*' } } });
    expect(areTold(pattern, [BETA, GAMMA], account)).toBe(true);
    const image = ({ project }: Named): { pod: object } => ({ pod: { image: `r.io/${project}:1` } });
    expect(areTold(cel("object.spec.image.startsWith('r.io/qb')"), [BETA, GAMMA], image)).toBe(true);
  });
});
