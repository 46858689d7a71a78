import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXAMPLES, objectsOf, runExample } from '../../examples/run';
import { validatorOf } from '../validator-of';

test.each(EXAMPLES)('every manifest of example %s fits its schema, with unknown fields forbidden', (example) => {
  const objects = objectsOf(runExample(example));
  expect(objects.length).toBeGreaterThan(10);
  for (const object of objects) {
    const validate = validatorOf(object);
    const good = validate(object);
    expect([object.kind, object.metadata.name, good ? [] : validate.errors]).toEqual([
      object.kind,
      object.metadata.name,
      [],
    ]);
  }
});

test('a misspelt field is found by the schemas, built-in and third-party', () => {
  const misspelt = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'x' },
    spec: { template: { spec: { containers: [], nodeSelectors: {} } } },
  };
  expect(validatorOf(misspelt)(misspelt)).toBe(false);
  const cilium = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'x' },
    spec: { endpointSelector: {}, egres: [] },
  };
  expect(validatorOf(cilium)(cilium)).toBe(false);
});

test('the committed types are those of the committed schemas', () => {
  const root = join(__dirname, '../..');
  const script = ['node_modules/jiti/lib/jiti-cli.mjs', 'scripts/kubernetes-schema.ts', '--check'];
  const check = spawnSync(process.execPath, script, { cwd: root, encoding: 'utf8' });
  expect([check.status, check.stderr]).toEqual([0, '']);
});
