import { exampleObjects, judgedBy } from '../example';

const NAME = "request.?userInfo.?username.orValue('')";
const GROUPS = 'request.?userInfo.?groups.orValue([])';
const OF_EKS = `${NAME}.startsWith('eks:')`;
const DEBUGGERS = 'variables.isBreakGlass ||';

/** What a check finds once a rule, in every dialect in which it is there, lets somebody more through. */
function letting(id: string, rule: string, before: string, condition: string): readonly string[] {
  const objects = exampleObjects();
  for (const policy of objects.filter(({ kind, metadata }) => kind.endsWith('Policy') && metadata.name === rule)) {
    const text = JSON.stringify(policy.spec);
    expect(text).toContain(before);
    const more = `${condition} || ${before}`;
    policy.spec = JSON.parse(text.replaceAll(before, () => more));
  }
  return judgedBy(id, objects).findings.map(({ message }) => message);
}

describe('a guard that goes by a part of a name lets through whoever is called so', () => {
  test.each([
    [`${NAME}.startsWith('system:')`, 'system:serviceaccount:elsewhere:default'],
    [`${NAME}.startsWith('system:')`, 'system:anonymous'],
    [`${NAME}.startsWith('system:serviceaccount:')`, 'system:serviceaccount:elsewhere:default'],
    [`${NAME}.matches('^system:')`, 'system:serviceaccount:elsewhere:default'],
    [`${NAME}.matches('^(system|eks):.*$')`, 'system:anonymous'],
    [`${NAME}.split(':')[0] == 'system'`, 'system:serviceaccount:elsewhere:default'],
    [`${NAME}.contains('eks:')`, 'xeks:'],
    [`${NAME}.matches('eks:.*')`, 'xeks:x'],
    [`${GROUPS}.exists(g, g.startsWith('system:serviceaccounts:'))`, 'system:serviceaccounts:elsewhere'],
    [
      `${GROUPS}.exists(g, g == 'ml:' + namespaceObject.metadata.name.substring(3) + ':scientists')`,
      'ml:alpha:scientists',
    ],
  ])('%s', (condition, who) => {
    expect(letting('admission/project-guards', 'ml-project-guards', OF_EKS, condition)).toContainEqual(
      expect.stringContaining(`policies let ${who}, whom the description does not name, do this: `),
    );
  });

  test.each([
    ['admission/cluster-guards', 'ml-cluster-guards', OF_EKS],
    ['admission/account-tokens', 'ml-account-tokens', OF_EKS],
    ['admission/nodes', 'ml-pod-binding', OF_EKS],
    ['admission/pod-access', 'ml-pod-access', DEBUGGERS],
  ])('%s, by %s', (id, rule, before) => {
    expect(letting(id, rule, before, `${NAME}.startsWith('system:')`)).not.toEqual([]);
  });
});

test.each([
  ['debuggers of one project into all', `'ml:beta:debuggers' in ${GROUPS}`, 'ml:beta:debuggers'],
  [
    'members of each project into its own',
    `${GROUPS}.exists(g, g == 'ml:' + variables.project + ':scientists')`,
    'ml:alpha:scientists',
  ],
  ['whoever is called like a project', `${GROUPS}.exists(g, g.startsWith('ml:' + variables.project))`, 'ml:alpha:'],
])('a rule that lets %s is told of', (_, condition, who) => {
  const found = letting('admission/pod-access', 'ml-pod-access', DEBUGGERS, condition);
  expect(found).toContainEqual(expect.stringContaining(`policies let ${who}`));
});
