import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { load } from 'js-yaml';
import { EXAMPLES, objectsOf, runExample } from '../../examples/run';
import type { KindSchemas, Schema } from '../../scripts/kubernetes-types';
import type { SynthesizedObject } from '../../lib/testing';

const kubernetes = JSON.parse(readFileSync(join(__dirname, '../schemas/kubernetes.json'), 'utf8')) as KindSchemas;
// Formats and Go's own regular expressions are the business of the API server, which the conformance suite asks.
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
const validators = new Map<string, ValidateFunction>();

/** Schema of a kind: Kubernetes' own document, or the definition that its project publishes. Unknown fields are forbidden. */
function validatorOf({ apiVersion, kind }: SynthesizedObject): ValidateFunction {
  const key = `${apiVersion} ${kind}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const validator = ajv.compile(
    apiVersion.includes('.k8s.io/') || !apiVersion.includes('.')
      ? builtIn(apiVersion, kind)
      : thirdParty(apiVersion, kind),
  );
  validators.set(key, validator);
  return validator;
}

function builtIn(apiVersion: string, kind: string): object {
  const [version, group = ''] = apiVersion.split('/').reverse();
  const gvk = kubernetes.definitions[kind]?.['x-kubernetes-group-version-kind'];
  if (!gvk?.some((one) => one.group === group && one.version === version))
    throw new Error(`no schema of ${apiVersion} ${kind}`);
  return { $ref: `#/definitions/${kind}`, definitions: kubernetes.definitions };
}

function thirdParty(apiVersion: string, kind: string): object {
  const [group, version] = apiVersion.split('/');
  const file = join(__dirname, '../../conformance/crds', `${group}_${kind}.yaml`);
  const crd = load(readFileSync(file, 'utf8')) as {
    spec: { versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
  };
  const schema = crd.spec.versions.find(({ name }) => name === version)?.schema.openAPIV3Schema;
  if (schema === undefined) throw new Error(`${file} has no version ${version}`);
  const closed = closedObjects(schema);
  // The API server knows metadata by itself; definitions leave it open.
  return { ...closed, properties: { ...closed.properties, metadata: { type: 'object' } } };
}

function closedObjects(schema: Schema): Schema {
  const out: Schema = { ...schema };
  if (schema.properties !== undefined) {
    out.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => [key, closedObjects(value)]),
    );
    if (schema['x-kubernetes-preserve-unknown-fields'] !== true) out.additionalProperties = false;
  }
  if (schema.items !== undefined) out.items = closedObjects(schema.items);
  if (typeof schema.additionalProperties === 'object')
    out.additionalProperties = closedObjects(schema.additionalProperties);
  return out;
}

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
