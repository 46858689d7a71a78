import { exampleObjects, judged, object, type Loose } from '../example';

/** What the checks of admission find beside what they accept, by their ids, with the first words of each. */
const failing = (objects: Loose[]): string[] =>
  judged(objects, { families: ['admission'] })
    .results.filter(({ status }) => status === 'fail' || status === 'unknown')
    .map(({ check, status, findings }) => `${check.id} ${status}: ${findings[0]?.message}`);

const skip = { matchLabels: { skip: 'true' } };
const ofPods = { kinds: ['Pod'], selector: skip };
const exception = (spec: object, apiVersion = 'kyverno.io/v2'): Loose => ({
  apiVersion,
  kind: 'PolicyException',
  metadata: { name: 'skipped', namespace: 'kyverno' },
  spec,
});
const ofVolumes = [{ policyName: 'ml-own-volumes', ruleNames: ['*'] }];

describe('a label that anybody may set is an exception that no description names', () => {
  const hole = (what: string): string =>
    `admission/exceptions fail: excepts ml-alpha/* ${what} from rule own-volumes, and no description names it`;
  const maybe = (what: string): string =>
    `admission/exceptions unknown: whether it excepts ml-alpha/* ${what} from rule own-volumes is not known`;

  test.each<[string, object, string]>([
    ['one', { any: [{ resources: { selector: skip } }] }, hole('with the label skip=true')],
    ['one of pods', { any: [{ resources: ofPods }] }, hole('with the label skip=true')],
    ['one, said the old way', { resources: { selector: skip } }, hole('with the label skip=true')],
    [
      'any value',
      { any: [{ resources: { selector: { matchExpressions: [{ key: 'skip', operator: 'Exists' }] } } }] },
      hole('with the label skip=any-other-value'),
    ],
    [
      'one of some values',
      {
        any: [{ resources: { selector: { matchExpressions: [{ key: 'skip', operator: 'In', values: ['a', 'b'] }] } } }],
      },
      hole('with the label skip=a'),
    ],
    [
      'a pattern',
      { any: [{ resources: { selector: { matchLabels: { 'skip*': 'y?s' } } } }] },
      hole('with the label skipx=yxs'),
    ],
    [
      'two in two filters',
      { all: [{ resources: { selector: skip } }, { resources: { selector: { matchLabels: { more: 'yes' } } } }] },
      hole('with the labels skip=true, more=yes'),
    ],
    [
      'one under a name',
      { any: [{ resources: { selector: skip, names: ['debug'] } }] },
      hole('with the label skip=true').replace('*', 'debug'),
    ],
    [
      'one, of some people',
      { any: [{ resources: ofPods, subjects: [{ kind: 'User', name: 'x' }] }] },
      maybe('with the label skip=true'),
    ],
    [
      'one of the namespace',
      { any: [{ resources: { namespaceSelector: skip } }] },
      hole('in a namespace with skip=true'),
    ],
    [
      'one of it and one of the namespace',
      { any: [{ resources: { selector: skip, namespaceSelector: { matchLabels: { wave: '2' } } } }] },
      hole('with the label skip=true in a namespace with wave=2'),
    ],
    [
      'none',
      { any: [{ resources: { selector: { matchExpressions: [{ key: 'kept', operator: 'DoesNotExist' }] } } }] },
      'admission/exceptions fail: excepts ml-alpha/* from rule own-volumes, and no description names it',
    ],
  ])('%s', (_, exclude, expected) => {
    const excluding = exampleObjects();
    object(excluding, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0].exclude = exclude;
    expect(failing(excluding)).toContain(expected);
    const excepting = [...exampleObjects(), exception({ exceptions: ofVolumes, match: exclude })];
    expect(failing(excepting)).toContain(expected);
  });

  test.each<[string, string, (objects: Loose[]) => void]>([
    [
      'in the conditions under which the API server asks Kyverno',
      'with the label skip=true',
      (o) =>
        (object(o, 'ClusterPolicy', 'ml-own-volumes').spec.webhookConfiguration.matchConditions = [
          { name: 'x', expression: "object.metadata.?labels[?'skip'].orValue('') != 'true'" },
        ]),
    ],
    [
      'of a newer exception, as an annotation',
      'with the annotation skip=true',
      (o) => {
        const { labels } = object(o, 'ClusterPolicy', 'ml-own-volumes').metadata;
        o.push(
          {
            apiVersion: 'policies.kyverno.io/v1',
            kind: 'ValidatingPolicy',
            metadata: { name: 'again', labels },
            spec: { validationActions: ['Deny'], validations: [{ expression: 'true' }] },
          },
          exception(
            {
              policyRefs: [{ name: 'again', kind: 'ValidatingPolicy' }],
              matchConditions: [
                { name: 'x', expression: "object.metadata.?annotations[?'skip'].orValue('') == 'true'" },
              ],
            },
            'policies.kyverno.io/v1',
          ),
        );
      },
    ],
  ])('%s', (_, what, change) => {
    const objects = exampleObjects();
    change(objects);
    expect(failing(objects)).toContain(hole(what));
  });
});

test('labels that exclude each other leave nothing out', () => {
  const objects = exampleObjects();
  const selector = { ...skip, matchExpressions: [{ key: 'skip', operator: 'NotIn', values: ['true'] }] };
  object(objects, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0].exclude = { any: [{ resources: { selector } }] };
  expect(failing(objects).filter((text) => text.includes(' fail'))).toEqual([]);
});

test.each<[string, object]>([
  ['by the namespace of others', { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }],
  ['by the label of others', { matchExpressions: [{ key: 'training-isolation/tier', operator: 'DoesNotExist' }] }],
])('an exclusion %s is none of projects', (_, namespaceSelector) => {
  const objects = exampleObjects();
  object(objects, 'ClusterPolicy', 'ml-own-volumes').spec.rules[0].exclude = {
    any: [{ resources: { namespaceSelector } }],
  };
  expect(failing(objects)).toEqual([]);
});

describe('a policy that is none of the platform and excludes a label is no guard', () => {
  const own = (exclude: object): Loose[] => {
    const objects = exampleObjects();
    const policy = object(objects, 'ClusterPolicy', 'ml-own-volumes');
    delete policy.metadata.labels;
    policy.spec.rules[0].exclude = exclude;
    return objects;
  };

  test.each<[string, object, string]>([
    ['alone', { any: [{ resources: { selector: skip } }] }, 'with the label skip=true'],
    [
      'under a name',
      { any: [{ resources: { selector: skip, names: ['debug*'] } }] },
      'called debugx with the label skip=true',
    ],
    [
      'with another',
      { all: [{ resources: { selector: skip } }, { resources: { selector: { matchLabels: { more: 'yes' } } } }] },
      'with the labels skip=true, more=yes',
    ],
  ])('%s', (_, exclude, expected) => {
    expect(failing(own(exclude))).toEqual([
      expect.stringMatching(new RegExp(`^admission/own-volumes fail: no policy refuses .*${expected}`)),
    ]);
  });

  test('which is not known where only some people are left out', () => {
    const exclude = { any: [{ resources: { selector: skip }, clusterRoles: ['x'] }] };
    expect(failing(own(exclude))).toEqual([expect.stringMatching(/^admission\/own-volumes unknown: /)]);
  });

  test('and is one where another policy refuses the same without a look at labels', () => {
    const again = structuredClone(object(exampleObjects(), 'ClusterPolicy', 'ml-own-volumes'));
    again.metadata.name = 'again';
    expect(failing([...own({ any: [{ resources: { selector: skip } }] }), again])).toEqual([]);
  });
});
