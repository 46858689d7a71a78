import { exampleObjects, judged, judgedBy, object, type Loose } from './example';

const theirs = (validate: object, more: object = {}, name = 'theirs'): Loose => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name },
  spec: {
    rules: [
      {
        name: 'rule',
        match: { any: [{ resources: { kinds: ['Pod', 'Job', 'Service'], operations: ['CREATE', 'UPDATE'] } }] },
        validate: { failureAction: 'Enforce', ...validate },
        ...more,
      },
    ],
  },
});
const inCel = { cel: { expressions: [{ expression: 'has(object.metadata.name)' }] } };

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

describe('what is written in a language that is not evaluated', () => {
  const without = (...more: Loose[]): Loose[] => [
    ...exampleObjects().filter(({ metadata }) => metadata.name !== 'ml-own-volumes'),
    ...more,
  ];
  const said = (id: string, objects: Loose[]): string => judgedBy(id, objects).findings[0]?.message ?? '';
  const pattern = { pattern: { metadata: { name: '?*' } } };
  const REASON = 'written as patterns or in JMESPath, which are not evaluated here';

  test.each<[string, Loose]>([
    ['a pattern', theirs(pattern)],
    ['one of some patterns', theirs({ anyPattern: [pattern.pattern] })],
    ['conditions', theirs({ deny: { conditions: { any: [] } } })],
    ['patterns for each of a list', theirs({ foreach: [] })],
    [
      'preconditions of an expression',
      theirs({ cel: { expressions: [{ expression: 'false' }] } }, { preconditions: { all: [] } }),
    ],
  ])('is said to be so: %s', (_, policy) => {
    expect(said('admission/own-volumes', without(policy))).toMatch(
      new RegExp(`^whether ClusterPolicy theirs refuses .* is not known: it is ${REASON}$`),
    );
  });

  test('is named by three and how many more, and once', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => theirs(pattern, {}, name));
    const three = 'ClusterPolicy a, ClusterPolicy b, ClusterPolicy c and 2 more';
    expect(said('admission/own-volumes', without(...many))).toMatch(
      new RegExp(`^whether one of ${three} refuses .* is not known: they are ${REASON}$`),
    );
    expect(said('admission/jobs-start', [...exampleObjects(), ...many])).toMatch(
      new RegExp(`^whether each of ${three} admits .* is not known: they are ${REASON}$`),
    );
  });

  test('is told from what is not known for another reason', () => {
    const unknown = theirs({ cel: { expressions: [{ expression: 'authorizer.group("").allowed()' }] } }, {}, 'other');
    expect(said('admission/own-volumes', without(theirs(pattern), unknown))).toMatch(
      new RegExp(
        `^whether one of ClusterPolicy theirs, ClusterPolicy other refuses .* is not known: ClusterPolicy theirs is ${REASON}$`,
      ),
    );
    expect(said('admission/own-volumes', without(unknown))).toMatch(/ is not known$/);
  });
});
