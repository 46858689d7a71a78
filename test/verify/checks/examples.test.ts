import { join } from 'node:path';
import { EXAMPLES, objectsOf, runExample } from '../../../examples/run';
import type { Platform } from '../../../lib';
import { judged, type Loose } from './example';

const objectsByExample = new Map(EXAMPLES.map((name) => [name, objectsOf(runExample(name)) as Loose[]]));
/** Examples of a whole platform; others leave admission to whoever has it already. */
const whole = EXAMPLES.filter((name) => objectsByExample.get(name)?.some(({ kind }) => kind === 'ClusterPolicy'));

test('most examples are of a whole platform', () => {
  expect(whole.length).toBeGreaterThan(3);
});

test.each(whole)('no check fails on the manifests of the example %s', (name) => {
  const { platform } = jest.requireActual<{ platform: Platform }>(
    join(__dirname, '../../../examples', name, 'platform'),
  );
  const { results } = judged(objectsByExample.get(name) ?? [], { platform });
  const failing = results.filter(({ status }) => status === 'fail');
  expect(failing.map(({ check, findings }) => [check.id, findings.map(({ message }) => message)])).toEqual([]);
});
