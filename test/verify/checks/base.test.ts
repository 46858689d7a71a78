import { faultsOf } from '../../faults-of';
import { exampleObjects, judged, object } from './example';

test('two Namespaces of a name with other labels are one fault', () => {
  const objects = exampleObjects();
  const other = structuredClone(object(objects, 'Namespace', 'ml-alpha'));
  other.metadata.labels.other = 'label';
  expect(faultsOf(() => judged([...objects, other])).map(({ allowed }) => allowed)).toEqual([
    'the labels of the other Namespace ml-alpha in the input',
  ]);
});

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
