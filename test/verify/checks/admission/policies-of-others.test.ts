import { exampleObjects, judged, judgedBy, object, type Loose } from '../example';

const theirs = (validate: object, more: object = {}, name = 'theirs'): Loose => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name },
  spec: {
    rules: [
      {
        name: 'rule',
        match: { any: [{ resources: { kinds: ['Pod'], operations: ['CREATE', 'UPDATE'] } }] },
        validate: { failureAction: 'Enforce', ...validate },
        ...more,
      },
    ],
  },
});
const inCel = { cel: { expressions: [{ expression: 'has(object.spec)' }] } };

describe('a policy of others', () => {
  test('that forgives what breaks it already, as Kyverno does by itself, turns nothing', () => {
    const { results } = judged([...exampleObjects(), theirs(inCel)], { families: ['admission'] });
    expect(results.filter(({ status }) => status !== 'pass' && status !== 'not-applicable')).toEqual([]);
  });

  test('still has to compile', () => {
    const broken = theirs({ cel: { expressions: [{ expression: 'has(' }] } });
    expect(judgedBy('admission/enforcing', [...exampleObjects(), broken]).status).toBe('fail');
  });
});

test('a policy of the platform forgives by any of its rules', () => {
  const objects = exampleObjects();
  const { rules } = object(objects, 'ClusterPolicy', 'ml-own-volumes').spec;
  rules.push(structuredClone(rules[0]));
  rules[1].name = 'second';
  expect(judgedBy('admission/enforcing', objects).status).toBe('pass');
  rules[1].validate.allowExistingViolations = true;
  expect(judgedBy('admission/enforcing', objects).status).toBe('fail');
});

describe('what a policy of others says in patterns', () => {
  const without = (...more: Loose[]): Loose[] => [
    ...exampleObjects().filter(({ metadata }) => metadata.name !== 'ml-node-name'),
    ...more,
  ];
  const noNodeName = { spec: { 'X(nodeName)': 'null' } };
  const status = (validate: object): string => judgedBy('admission/node-name', without(theirs(validate))).status;

  test('guards as well as an expression does', () => {
    expect(judgedBy('admission/node-name', without()).status).toBe('fail');
    expect(status({ pattern: noNodeName })).toBe('pass');
    expect(status({ anyPattern: [noNodeName] })).toBe('pass');
    const query = "{{ request.object.spec.nodeName || '' }}";
    expect(status({ deny: { conditions: { any: [{ key: query, operator: 'NotEquals', value: '' }] } } })).toBe('pass');
  });
});

describe('what is not evaluated', () => {
  const without = (...more: Loose[]): Loose[] => [
    ...exampleObjects().filter(({ metadata }) => metadata.name !== 'ml-own-volumes'),
    ...more,
  ];
  const said = (id: string, objects: Loose[]): string => judgedBy(id, objects).findings[0]?.message ?? '';
  const read = (name: string): object => ({ context: [{ name, configMap: { name, namespace: 'default' } }] });
  const denies = (key: string): object => ({
    deny: { conditions: { any: [{ key, operator: 'Equals', value: 'x' }] } },
  });

  test.each<[string, Loose, string]>([
    [
      'what is read in the cluster',
      theirs(denies('{{ allowed.data.x }}'), read('allowed')),
      'allowed, which is read elsewhere',
    ],
    ['a function', theirs(denies("{{ base64_decode('x') }}")), 'base64_decode()'],
    ['what of a request no file shows', theirs(denies('{{ request.dryRun }}')), 'dryRun of a request'],
    [
      'preconditions of an expression',
      theirs(
        { cel: { expressions: [{ expression: 'false' }] } },
        { preconditions: { all: [{ key: '{{ images }}', operator: 'Equals', value: 'x' }] } },
      ),
      'images of a request',
    ],
  ])('is named: %s', (_, policy, what) => {
    expect(said('admission/own-volumes', without(policy))).toMatch(
      /^whether ClusterPolicy theirs refuses .* is not known; /,
    );
    expect(said('admission/own-volumes', without(policy))).toContain(`not evaluated here: ${what}`);
  });

  test('is named by three and how many more, as those are whose it is', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => theirs(denies(`{{ ${name}.data.x }}`), read(name), name));
    const three = 'ClusterPolicy a, ClusterPolicy b, ClusterPolicy c and 2 more';
    const what = ['a', 'b', 'c'].map((name) => `${name}, which is read elsewhere`).join(', ');
    expect(said('admission/own-volumes', without(...many))).toMatch(
      new RegExp(`^whether one of ${three} refuses .* is not known; not evaluated here: ${what} and 2 more$`),
    );
    expect(said('admission/jobs-start', [...exampleObjects(), ...many])).toMatch(
      new RegExp(`^whether each of ${three} admits .* is not known; not evaluated here: ${what} and 2 more$`),
    );
  });

  test('is told from what is not known for another reason', () => {
    const unknown = theirs({ cel: { expressions: [{ expression: 'authorizer.group("").allowed()' }] } }, {}, 'other');
    expect(said('admission/own-volumes', without(unknown))).toMatch(/ is not known$/);
  });
});

describe('a policy that only reports', () => {
  const message = (id: string, objects: Loose[]): string => judgedBy(id, objects).findings[0]?.message ?? '';

  test('is no guard, and is named beside what nobody refuses', () => {
    const objects = exampleObjects();
    object(objects, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0].validate.failureAction = 'Audit';
    expect(message('admission/own-volumes', objects)).toMatch(
      /^no policy refuses .*; only reported by ClusterPolicy ml-own-volumes$/,
    );
    object(objects, 'ValidatingAdmissionPolicyBinding', 'ml-cluster-guards').spec.validationActions = ['Audit'];
    expect(message('admission/cluster-guards', objects)).toMatch(
      /^no policy refuses .*; only reported by ValidatingAdmissionPolicy ml-cluster-guards$/,
    );
  });

  test('is not named where it would report on anything', () => {
    const objects = exampleObjects();
    const { validate } = object(objects, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0];
    validate.failureAction = 'Audit';
    validate.cel.expressions = [{ expression: 'false' }];
    expect(message('admission/own-volumes', objects)).toMatch(/^no policy refuses .* and \d+ more$/);
  });
});

test('that a policy which refuses every change refuses one for what it is, is not known, and the finding says why', () => {
  const group = 'admissionregistration.k8s.io/v1';
  const resourceRules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['namespaces'] }];
  const others: readonly Loose[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'train', namespace: 'team' },
      spec: { containers: [{ name: 'train', image: 'train', resources: { limits: { 'nvidia.com/gpu': 1 } } }] },
    },
    {
      apiVersion: group,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'frozen' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules },
        validations: [{ expression: "'admins' in request.userInfo.groups" }],
      },
    },
    {
      apiVersion: group,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'frozen' },
      spec: { policyName: 'frozen', validationActions: ['Deny'] },
    },
  ];
  const { findings } = judgedBy('admission/namespace-labels', others, { platform: undefined });
  expect(findings.filter(({ status }) => status === 'unknown').map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /ValidatingAdmissionPolicy frozen refuses .* not known: a harmless request like it is refused as well$/,
    ),
  ]);
});

test.each([
  ['parts of objects, which nobody deletes', 'pass', ['Pod/exec', 'v1/Pod/attach', 'Pod.ephemeralcontainers']],
  ['an object beside them', 'fail', ['Pod/exec', 'Pod']],
  ['an object and all of its parts', 'fail', ['Pod/*']],
])('a rule that denies without operations and means %s: %s', (_, status, kinds) => {
  const denying = theirs({ deny: {} }, { match: { any: [{ resources: { kinds } }] } });
  expect(judgedBy('admission/conditions', [...exampleObjects(), denying]).status).toBe(status);
});

describe('whom a guard of others leaves out by name', () => {
  const guard = (subjects: readonly object[]): Loose =>
    theirs(
      { deny: {} },
      {
        match: { any: [{ resources: { kinds: ['Pod/exec', 'Pod/attach', 'Pod/portforward'] } }] },
        exclude: { any: [{ subjects }] },
      },
    );
  const access = (subjects: readonly object[]): readonly string[] => {
    const objects = exampleObjects().filter(({ metadata }) => !/-pod-access$/.test(metadata.name));
    const { findings } = judgedBy('admission/pod-access', [...objects, guard(subjects)]);
    return findings.map(({ message }) => message).filter((message) => message.startsWith('policies let'));
  };

  test('by a role is not looked up, which the finding says', () => {
    const objects = exampleObjects().filter(({ metadata }) => !/-pod-access$/.test(metadata.name));
    const byRole = guard([]);
    byRole.spec.rules[0].exclude = { any: [{ clusterRoles: ['cluster-admin'] }] };
    const { findings } = judgedBy('admission/pod-access', [...objects, byRole]);
    expect(findings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^whether ClusterPolicy theirs refuses pods\/exec.*not evaluated here: roles of whoever asks$/,
      ),
    );
  });

  test('a description has to name as well', () => {
    expect(access([{ kind: 'Group', name: 'interns' }])).toEqual([
      expect.stringMatching(/^policies let interns, whom the description does not name, do this: pods\/exec/),
      expect.stringMatching(/^policies let interns, /),
    ]);
    expect(access([{ kind: 'Group', name: 'ml:platform-admins' }])).toEqual([]);
  });
});
