import { faultsOf } from '../../faults-of';
import { exampleObjects, judged, object } from './example';
import { judgedPlan, withPlan } from './planned-example';

withPlan();

test('every check passes the example, or is accepted by its description', () => {
  const { results } = judged(exampleObjects());
  const bad = results.filter(({ status }) => status !== 'pass' && status !== 'not-applicable');
  expect(bad.map(({ check, status, findings }) => [check.id, status, findings.map(({ message }) => message)])).toEqual([
    [
      'authority/shells',
      'accepted',
      [
        'Group ml:beta:debuggers may get pods/exec in ml-beta, create pods/exec in ml-beta, by RoleBinding unsafe-debuggers (unsafe-debuggers)',
      ],
    ],
  ]);
});

/** What the example does not have: its agents are charts, and it has no Secrets, queues, file systems, snapshots and API services; other programs make its administrators. */
const WITHOUT_SUBJECT = [
  'placement/agents-run',
  'authority/node-agents',
  'pod/queue',
  'admission/queue',
  'admission/mutations',
  'admission/served-apis',
  'admission/conditions',
  'admission/exceptions',
  'storage/copies-apart',
  'storage/file-systems',
  'secrets/external-stores',
  'secrets/file-modes',
  'access/described-roles',
];

test('with its plan every check has something to judge in the example, but for what it does not have', () => {
  const { results } = judgedPlan(() => undefined);
  const empty = results.filter(({ subjects }) => subjects === 0);
  expect(empty.map(({ check }) => check.id)).toEqual(WITHOUT_SUBJECT);
});

test('two Namespaces of a name with other labels are one fault', () => {
  const objects = exampleObjects();
  const other = structuredClone(object(objects, 'Namespace', 'ml-alpha'));
  other.metadata.labels.other = 'label';
  expect(faultsOf(() => judged([...objects, other])).map(({ allowed }) => allowed)).toEqual([
    'the labels of the other Namespace ml-alpha in the input',
  ]);
});
