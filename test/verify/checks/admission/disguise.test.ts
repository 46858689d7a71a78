import { judgedBy, exampleObjects, object, result, judged, type Loose } from '../example';

const GUARD = 'admission/own-volumes';

/** The rule on volumes, with another first demand beside the one that it has. */
function volumesUnless(condition: string): Loose[] {
  const objects = exampleObjects();
  const [demand] = rule(objects).validate.cel.expressions;
  demand.expression = `${condition} || (${demand.expression})`;
  return objects;
}

const rule = (objects: Loose[]): Loose => object(objects, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0];
test.each<[string, string, string]>([
  ['one name', "object.metadata.name == 'debug'", 'called debug'],
  ['the start of a name', "object.metadata.name.startsWith('debug-')", 'called debug-x'],
  ['the end of a name', "object.metadata.name.endsWith('-debug')", 'called x-debug'],
  ['names of a form', "object.metadata.name.matches('^debug.*$')", 'called debugx'],
  ['the name of the request', "request.name == 'debug'", 'called debug'],
  ['a label', "object.metadata.?labels[?'skip'].orValue('') == 'yes'", 'with the label skip=yes'],
  [
    'a label, beside a regular expression',
    "object.spec.containers.all(c, c.image.matches('^own\\\\.reg/')) && object.metadata.?labels[?'skip'].orValue('') == 'yes' || object.metadata.?labels[?'skip'].orValue('') == 'yes'",
    'with the label skip=yes',
  ],
  ['a label that is there', "has(object.metadata.labels) && 'skip' in object.metadata.labels", 'with the label skip='],
  ['an annotation', "object.metadata.?annotations.skip.orValue('') == 'true'", 'with the annotation skip=true'],
  [
    'an annotation with a value that is written like a key',
    "object.metadata.?annotations[?'approved-by'].orValue('') == 'team/security'",
    'with the annotation approved-by=team/security',
  ],
  [
    'one of some annotations',
    "['skip', 'quiet'].exists(key, object.metadata.?annotations[?key].orValue('') == 'yes')",
    'with the annotation skip=yes',
  ],
  [
    'the start of what is generated',
    "object.metadata.?generateName.orValue('').startsWith('debug-')",
    'with generateName debug-x',
  ],
  ['one beginning', "object.metadata.?generateName.orValue('') == 'debug-'", 'with generateName debug-'],
  ['a scheduler', "object.spec.?schedulerName.orValue('') == 'debug'", 'with schedulerName debug'],
  [
    'two labels',
    "object.metadata.?labels[?'skip'].orValue('') == 'yes' && object.metadata.?labels.tier.orValue('') == 'x'",
    'with the labels skip=yes, tier=x',
  ],
  [
    'a label and an annotation',
    "object.metadata.?labels.skip.orValue('no') == 'yes' && 'approved' in object.metadata.?annotations.orValue({})",
    'with the label skip=yes and the annotation approved=true',
  ],
  [
    'two of three labels',
    "object.metadata.?labels.skip.orValue('') == 'yes' && object.metadata.?labels.tier.orValue('') == 'x' && object.metadata.?labels.live.orValue('') != 'y'",
    'with the labels skip=yes, tier=x',
  ],
  [
    'a name with a label',
    "object.metadata.name.startsWith('debug-') && object.metadata.?labels.skip.orValue('') == 'yes'",
    'called debug-x with the label skip=yes',
  ],
])('a rule whose expression lets %s through is no guard', (_, condition, disguise) => {
  const { status, findings } = judgedBy(GUARD, volumesUnless(condition));
  expect(status).toBe('fail');
  expect(findings[0]?.message).toContain(disguise);
});

test.each([
  ['an option of the request', "request.?options.?fieldManager.orValue('') == 'deploy'"],
  ['the version that was asked for', "request.?requestKind.?version.orValue('') == 'v1beta1'"],
  ['an annotation of the namespace', "namespaceObject.?metadata.?annotations[?'skip'].orValue('') == 'yes'"],
])('a rule whose expression goes by %s is not known to refuse', (_, condition) => {
  expect(judgedBy(GUARD, volumesUnless(condition)).status).toBe('unknown');
});

test('a rule whose expression lets pass what is only tried is a guard', () => {
  expect(judgedBy(GUARD, volumesUnless('request.dryRun')).status).toBe('pass');
});

test.each<[string, string, string, string]>([
  ['a label', "{{ request.object.metadata.labels.skip || '' }}", 'yes', 'with the label skip=yes'],
  [
    'an annotation under a long key',
    '{{ request.object.metadata.annotations."team.io/skip" || \'\' }}',
    'yes',
    'with the annotation team.io/skip=yes',
  ],
  ['a name', '{{ request.object.metadata.name }}', 'debug', 'called debug'],
  ['names of a form', '{{ request.name }}', 'debug-*', 'called debug-x'],
])('a rule whose preconditions let %s through is no guard', (_, key, value, disguise) => {
  const objects = exampleObjects();
  rule(objects).preconditions = { all: [{ key, operator: 'NotEquals', value }] };
  const { status, findings } = judgedBy(GUARD, objects);
  expect([status, findings[0]?.message]).toEqual(['fail', expect.stringContaining(disguise)]);
});

test('a rule that two conditions keep from what has two labels is no guard', () => {
  const objects = exampleObjects();
  const unless = (label: string, value: string): object => ({
    key: `{{ request.object.metadata.labels.${label} || 'no' }}`,
    operator: 'NotEquals',
    value,
  });
  rule(objects).preconditions = { any: [unless('skip', 'yes'), unless('tier', 'x')] };
  const { status, findings } = judgedBy(GUARD, objects);
  expect([status, findings[0]?.message]).toEqual(['fail', expect.stringContaining('with the labels skip=yes, tier=x')]);
});

test.each<[string, object, string]>([
  ['a label', { '=(labels)': { '=(skip)': '!yes' } }, 'with the label skip=yes'],
  ['annotations like one', { '=(annotations)': { 'X(team.io/*)': 'null' } }, 'with the annotation team.io/x='],
  ['a name', { name: '!debug' }, 'called debug'],
])('a rule whose pattern lets %s through is no guard', (_, metadata, disguise) => {
  const objects = exampleObjects();
  const { spec } = object(objects, 'ClusterPolicy', 'ml-node-name');
  const [one] = spec.rules;
  one.validate = { failureAction: 'Enforce', pattern: { '(metadata)': metadata, spec: { 'X(nodeName)': 'null' } } };
  one.match.any[0].resources.kinds = ['Pod'];
  const { status, findings } = judgedBy('admission/node-name', objects);
  expect([status, findings[0]?.message]).toEqual(['fail', expect.stringContaining(disguise)]);
});

test.each([
  [
    'its expression',
    (rule: Loose) => {
      for (const one of rule.validate.cel.expressions)
        one.expression = `request.namespace.endsWith('-gammas') || (${one.expression})`;
    },
  ],
  [
    'how long it is',
    (rule: Loose) => {
      for (const one of rule.validate.cel.expressions)
        one.expression = `size(request.namespace) > 8 || (${one.expression})`;
    },
  ],
  [
    'its filter',
    (rule: Loose) => {
      rule.exclude = { any: [{ resources: { namespaces: ['*-gammas'] } }] };
    },
  ],
  [
    'its preconditions',
    (rule: Loose) => {
      const key = "{{ ends_with(request.namespace, '-gammas') }}";
      rule.preconditions = { all: [{ key, operator: 'Equals', value: false }] };
    },
  ],
])('a rule that tells one of two like namespaces by a part of its name, in %s, is no guard there', (_, change) => {
  const objects = exampleObjects();
  const copy = JSON.stringify(objects.filter(({ metadata }) => /alpha/.test(`${metadata.name} ${metadata.namespace}`)));
  objects.push(...(JSON.parse(copy.replaceAll('alpha', 'gammas')) as Loose[]));
  expect(judgedBy(GUARD, objects).status).toBe('pass');
  change(rule(objects));
  const { status, findings } = judgedBy(GUARD, objects);
  expect([status, findings.map(({ resource }) => resource)]).toEqual(['fail', ['Namespace/ml-gammas']]);
});

test('a rule that hears of some names only is no guard', () => {
  const objects = exampleObjects();
  rule(objects).match.any[0].resources.names = ['p*'];
  const { status, findings } = judgedBy(GUARD, objects);
  expect([status, findings[0]?.message]).toEqual(['fail', expect.stringContaining('called x7q-unlike')]);
});

test('a guard of the API server that leaves one name out is no guard', () => {
  const objects = exampleObjects();
  const { matchConstraints } = object(objects, 'ValidatingAdmissionPolicy', 'ml-cluster-guards').spec;
  matchConstraints.excludeResourceRules = [
    { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'], resourceNames: ['debug'] },
  ];
  const { status, findings } = judgedBy('admission/cluster-guards', objects);
  expect([status, findings[0]?.message]).toEqual(['fail', expect.stringContaining('called debug')]);
});

test('a rule that looks at names and labels and lets none through is a guard', () => {
  const condition =
    "(object.metadata.name == 'debug' && object.metadata.?labels[?'skip'].orValue('') == 'yes' && false)";
  expect(judgedBy(GUARD, volumesUnless(condition)).status).toBe('pass');
});

test('what one rule lets through by a priority is refused by the rule on priorities', () => {
  const condition = "object.spec.?priorityClassName.orValue('').startsWith('system-')";
  expect(judgedBy(GUARD, volumesUnless(condition)).status).toBe('pass');
});

test('what one rule lets through by its name is refused by another that does not look at names', () => {
  const objects = volumesUnless("object.metadata.name == 'debug'");
  const second = structuredClone(object(exampleObjects(), 'ClusterPolicy', 'ml-own-volumes'));
  second.metadata.name = 'again';
  expect(judgedBy(GUARD, [...objects, second]).status).toBe('pass');
});

test('a guard of the API server that lets one name through fails alone', () => {
  const objects = exampleObjects();
  const { spec } = object(objects, 'ValidatingAdmissionPolicy', 'ml-cluster-guards');
  for (const validation of spec.validations)
    validation.expression = `(object != null && object.metadata.name == 'debug') || (${validation.expression})`;
  const verdict = judged(objects, { families: ['admission'] });
  expect(result(verdict, 'admission/cluster-guards').findings[0]?.message).toContain('called debug');
  expect(verdict.results.filter(({ status }) => status === 'fail').map(({ check }) => check.id)).toEqual([
    'admission/cluster-guards',
  ]);
});

describe('what has a name that means something is dressed up beside it', () => {
  test.each([
    ['ml-node-labels', 'admission/nodes', "'skip' in object.metadata.?annotations.orValue({})", 'the annotation skip='],
    ['ml-node-labels', 'admission/nodes', "'skip' in object.metadata.?labels.orValue({})", 'the label skip='],
    [
      'ml-project-namespaces',
      'admission/namespace-labels',
      "'skip' in object.metadata.?annotations.orValue({})",
      'the annotation skip=',
    ],
  ])('%s, which lets through what has a mark', (name, id, condition, disguise) => {
    const objects = exampleObjects();
    const { spec } = object(objects, 'ValidatingAdmissionPolicy', name);
    for (const validation of spec.validations)
      validation.expression = `(object != null && ${condition}) || (${validation.expression})`;
    const { status, findings } = judgedBy(id, objects);
    expect([status, findings.map(({ message }) => message).join()]).toEqual([
      'fail',
      expect.stringContaining(disguise),
    ]);
  });

  test.each([
    [
      'lacks a label that a change may add',
      { matchExpressions: [{ key: 'skip', operator: 'DoesNotExist' }] },
      'unknown',
    ],
    ['has a label that the guard itself keeps', { matchLabels: { 'workload-type': 'ai-training' } }, 'unknown'],
    ['is anything', {}, 'pass'],
  ])('a guard of nodes hears of what %s', (_, objectSelector, expected) => {
    const objects = exampleObjects();
    object(objects, 'ValidatingAdmissionPolicyBinding', 'ml-node-labels').spec.matchResources = { objectSelector };
    expect(judgedBy('admission/nodes', objects).status).toBe(expected);
  });
});

describe('what leaves objects of one name out, wherever it says so, is no guard', () => {
  const failing = (objects: Loose[]): string[] =>
    judged(objects, { families: ['admission'] })
      .results.filter(({ status }) => status === 'fail' || status === 'unknown')
      .map(({ check, status, findings }) => `${check.id} ${status}: ${findings[0]?.message.slice(0, 400)}`);
  const debug = [{ resources: { names: ['debug'] } }];
  /** A policy that somebody wrote: the same rule under no label of the platform. */
  const own = (objects: Loose[], kind: string, name: string): Loose => {
    const policy = object(objects, kind, name);
    delete policy.metadata.labels;
    return policy;
  };

  test('in the binding of a policy of the API server', () => {
    const objects = exampleObjects();
    object(objects, 'ValidatingAdmissionPolicyBinding', 'ml-cluster-guards').spec.matchResources = {
      excludeResourceRules: [
        { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'], resourceNames: ['debug'] },
      ],
    };
    expect(failing(objects)).toEqual([expect.stringMatching(/^admission\/cluster-guards fail: .*called debug/)]);
  });

  test('in the conditions under which the API server asks Kyverno', () => {
    const objects = exampleObjects();
    object(objects, 'ClusterPolicy', 'ml-own-volumes').spec.webhookConfiguration.matchConditions = [
      { name: 'not-debug', expression: "object.metadata.name != 'debug'" },
    ];
    expect(failing(objects)).toEqual([
      expect.stringMatching(/^admission\/exceptions fail: .*debug from rule own-volumes/),
    ]);
  });

  test('in the exclusion of a policy that is none of the platform', () => {
    const objects = exampleObjects();
    own(objects, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0].exclude = { any: debug };
    expect(failing(objects)).toEqual([expect.stringMatching(/^admission\/own-volumes fail: .*called debug/)]);
  });

  test('in the conditions of a policy that is none of the platform', () => {
    const objects = exampleObjects();
    const policy = own(objects, 'ValidatingAdmissionPolicy', 'ml-cluster-guards');
    policy.metadata.name = 'own-guards';
    object(objects, 'ValidatingAdmissionPolicyBinding', 'ml-cluster-guards').spec.policyName = 'own-guards';
    policy.spec.matchConditions = [
      { name: 'not-debug', expression: "object == null || object.metadata.name != 'debug'" },
    ];
    expect(failing(objects)).toEqual([expect.stringMatching(/^admission\/cluster-guards fail: .*called debug/)]);
  });

  test('in a policy of one namespace, which the others have not', () => {
    const objects = exampleObjects();
    const policy = object(objects, 'ClusterPolicy', 'ml-own-volumes');
    policy.kind = 'Policy';
    policy.metadata.namespace = 'ml-alpha';
    expect(failing(objects)).toEqual([expect.stringMatching(/^admission\/own-volumes fail: no policy refuses/)]);
  });
});

test('a project that is called as a number of its pods is judged like any other', () => {
  const objects = exampleObjects();
  const copy = JSON.stringify(objects.filter(({ metadata }) => /alpha/.test(`${metadata.name} ${metadata.namespace}`)));
  const numbered = JSON.parse(copy.replaceAll('alpha', '2')) as Loose[];
  expect(judgedBy(GUARD, [...objects, ...numbered]).subjects).toBe(judgedBy(GUARD, objects).subjects + 1);
});
