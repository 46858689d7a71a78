import { exampleObjects, judged } from './example';

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
