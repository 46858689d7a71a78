import { App } from 'cdk8s';
import { platform } from '../../../../examples/document-1/platform';
import type { Dialect } from '../../../../lib';
import { PlatformIsolation } from '../../../../lib/kubernetes';
import { synthesize } from '../../../../lib/testing';
import { judgedBy, type Loose } from '../example';

/** Policies in one dialect; one of them has variables, which some of its demands read on updates only. */
function policies(dialect: Dialect): Loose[] {
  const app = new App();
  new PlatformIsolation(app, 'platform', {
    platform: { ...platform, policies: { ...platform.policies, dialects: [dialect] } },
  });
  return structuredClone(synthesize(app)) as Loose[];
}

const made = new Map<Dialect, string>();
const KINDS: Readonly<Record<Dialect, string>> = {
  kyverno: 'ClusterPolicy',
  'kyverno-cel': 'ValidatingPolicy',
  vap: 'ValidatingAdmissionPolicy',
};

/** The place of a policy where its variables and demands stand. */
function celOf(objects: readonly Loose[], dialect: Dialect): Loose {
  const places = objects
    .filter(({ kind }) => kind === KINDS[dialect])
    .map(({ spec }) =>
      dialect === 'kyverno' ? spec.rules.find((rule: Loose) => rule.validate?.cel)?.validate.cel : spec,
    );
  return places.find((place) => (place?.variables?.length ?? 0) > 1);
}

function judgedWith(dialect: Dialect, change: (cel: Loose) => void): readonly [string, ...string[]] {
  const text = made.get(dialect) ?? JSON.stringify(policies(dialect));
  made.set(dialect, text);
  const objects = JSON.parse(text) as Loose[];
  change(celOf(objects, dialect));
  const { status, findings } = judgedBy('admission/enforcing', objects);
  return [status, ...findings.map(({ message, path }) => `${path}: ${message}`)];
}

/** Answers of an API server 1.36, which says `must evaluate to bool but got dyn` of the first. */
describe('a policy of the API server', () => {
  test.each([
    'object.spec.hostNetwork',
    "object.metadata.labels['a']",
    'true ? object.spec.x : true',
    'true ? true : object.spec.x',
    'object.spec.?x.orValue(false)',
    'object.?spec',
    'object',
    'object.?spec.orValue({}).x',
    'variables.dyn',
  ])('is none where it takes %s for true or false', (expression) => {
    const asVariable = { name: 'dyn', expression: 'object.spec.hostNetwork' };
    for (const place of ['validations', 'matchConditions']) {
      if (place === 'matchConditions' && expression.includes('variables')) continue;
      const [status, message] = judgedWith('vap', (cel) => {
        cel.variables.push(asVariable);
        cel[place] = [...(cel[place] ?? []), { name: 'added', expression }];
      });
      expect([status, message]).toEqual(['fail', expect.stringContaining('stands where true or false is asked for')]);
    }
  });

  test.each([
    'object.spec.hostNetwork == true',
    '!object.spec.hostNetwork',
    'object.spec.a && object.spec.b',
    'object.spec.?x.orValue(false) || false',
    'object.spec.x in [1]',
    'bool(object.spec.x)',
    "object.metadata.?labels['a'].orValue(false)",
    'request.?dryRun.orValue(false)',
  ])('counts where it says %s', (expression) => {
    expect(judgedWith('vap', (cel) => cel.validations.push({ expression }))).toEqual(['pass']);
  });
});

describe.each<Dialect>(['vap', 'kyverno-cel', 'kyverno'])('a policy of dialect %s', (dialect) => {
  const demands = dialect === 'kyverno' ? 'expressions' : 'validations';

  test.each<[string, (cel: Loose) => void]>([
    ['a variable without a meaning', (cel) => (cel.variables[1].expression = ')(')],
    ['a variable that reads one which nobody declares', (cel) => (cel.variables[1].expression = 'variables.nothing')],
    ['a variable that asks whether there is one', (cel) => (cel.variables[1].expression = 'has(variables.nothing)')],
    ['a variable that reads itself', (cel) => (cel.variables[0].expression = `variables.${cel.variables[0].name}`)],
    [
      'a variable that reads a later one',
      (cel) => (cel.variables[0].expression = `[1].map(x, variables.${cel.variables[1].name})`),
    ],
    ['a variable without an end', (cel) => (cel.variables[1].expression = "'a")],
    ['an empty variable', (cel) => (cel.variables[1].expression = '')],
    ['a variable that says nothing', (cel) => delete cel.variables[1].expression],
    ['a demand that says nothing', (cel) => delete cel[demands][0].expression],
    ['a message without a meaning', (cel) => (cel[demands][0].messageExpression = "'a' +")],
    ['a message that reads nothing', (cel) => (cel[demands][0].messageExpression = 'variables.nothing')],
    ['a note without a meaning', (cel) => (cel.auditAnnotations = [{ key: 'a', valueExpression: '(' }])],
  ])('is none with %s', (_, change) => {
    const [status, ...messages] = judgedWith(dialect, change);
    expect([status, messages.length]).toEqual(['fail', 1]);
    expect(messages[0]).toMatch(/: does not compile/);
  });

  test.each<[string, (cel: Loose) => void]>([
    ['as it is', () => undefined],
    ['a function that is not known here', (cel) => (cel.variables[1].expression = "ip('10.0.0.1').family() == 4")],
    ['a variable in a text', (cel) => (cel.variables[1].expression = "'variables.nothing'")],
    ['a message', (cel) => (cel[demands][0].messageExpression = "'no: ' + object.?metadata.?name.orValue('')")],
    ['a line that says something', (cel) => (cel.variables[1].expression = '// why\ntrue')],
  ])('counts with %s', (_, change) => {
    expect(judgedWith(dialect, change)).toEqual(['pass']);
  });

  test.each<[string, string]>([
    ['a name in backticks', 'object.metadata.labels.`a-b` == "c"'],
    ['an object of a type', "Object{spec: Object.spec{a: 'b'}} == object"],
    ['an entry that may be missing', '[?object.?spec] == []'],
    ['a text as it stands', String.raw`r'\' == object.kind`],
    ['a name from the root', '.object.kind == "Pod"'],
  ])('is not known with %s, which cannot be read here', (_, expression) => {
    const [status] = judgedWith(dialect, (cel) => (cel.variables[1].expression = expression));
    expect(status).toBe('unknown');
  });
});
