import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { load } from 'js-yaml';
import type { SynthesizedObject } from '../lib/testing';
import type { KindSchemas, Schema } from '../scripts/kubernetes-types';

const kubernetes = JSON.parse(readFileSync(join(__dirname, 'schemas/kubernetes.json'), 'utf8')) as KindSchemas;
const kyverno = JSON.parse(readFileSync(join(__dirname, 'schemas/kyverno.json'), 'utf8')) as {
  readonly kinds: Readonly<Record<string, Schema>>;
};
// Formats and Go's own regular expressions are the business of the API server, which the conformance suite asks.
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
const validators = new Map<string, ValidateFunction>();

/** Schema of a kind: Kubernetes' own document, or the definition that its project publishes. Unknown fields are forbidden. */
export function validatorOf({ apiVersion, kind }: Pick<SynthesizedObject, 'apiVersion' | 'kind'>): ValidateFunction {
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
  const ofKyverno = kyverno.kinds[`${apiVersion} ${kind}`];
  if (ofKyverno !== undefined) return ofKyverno;
  const [group, version] = apiVersion.split('/');
  const file = join(__dirname, '../conformance/crds', `${group}_${kind}.yaml`);
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
