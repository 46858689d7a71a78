/**
 * Cuts the schemas of the Kyverno kinds that this package emits out of Kyverno's own definitions and writes
 * test/schemas/kyverno.json: unknown fields forbidden, descriptions left out.
 *
 * Source: the Go module github.com/kyverno/kyverno, folder config/crds (Apache-2.0).
 *   go mod download github.com/kyverno/kyverno@v1.19.1
 *   npx jiti scripts/kyverno-schemas.ts "$(go env GOMODCACHE)/github.com/kyverno/kyverno@v1.19.1"
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Schema } from './kubernetes-types';

/** Definition and version of each kind. */
const KINDS: Readonly<Record<string, readonly [file: string, version: string]>> = {
  'kyverno.io/v1 ClusterPolicy': ['kyverno/kyverno.io_clusterpolicies.yaml', 'v1'],
  'kyverno.io/v2 PolicyException': ['kyverno/kyverno.io_policyexceptions.yaml', 'v2'],
  'policies.kyverno.io/v1 ValidatingPolicy': ['policies.kyverno.io/policies.kyverno.io_validatingpolicies.yaml', 'v1'],
  'policies.kyverno.io/v1 ImageValidatingPolicy': [
    'policies.kyverno.io/policies.kyverno.io_imagevalidatingpolicies.yaml',
    'v1',
  ],
  'policies.kyverno.io/v1 PolicyException': ['policies.kyverno.io/policies.kyverno.io_policyexceptions.yaml', 'v1'],
};

interface Definition {
  readonly spec: {
    readonly versions: readonly { name: string; served: boolean; schema: { openAPIV3Schema: Schema } }[];
  };
}

function closed(schema: Schema): Schema {
  const { description: _, ...out } = schema;
  for (const key of Object.keys(out)) {
    if (key.startsWith('x-') && key !== 'x-kubernetes-preserve-unknown-fields') delete out[key as `x-${string}`];
  }
  if (schema.properties !== undefined) {
    out.properties = Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, closed(value)]));
    if (schema['x-kubernetes-preserve-unknown-fields'] !== true) out.additionalProperties = false;
  }
  if (schema.items !== undefined) out.items = closed(schema.items);
  if (typeof schema.additionalProperties === 'object') out.additionalProperties = closed(schema.additionalProperties);
  return out;
}

function schemaOf(folder: string, file: string, version: string): Schema {
  const { spec } = load(readFileSync(join(folder, 'config/crds', file), 'utf8')) as Definition;
  const found = spec.versions.find(({ name, served }) => name === version && served);
  if (found === undefined) throw new Error(`${file} does not serve ${version}`);
  const schema = closed(found.schema.openAPIV3Schema);
  // The API server knows metadata by itself; definitions leave it open.
  return { ...schema, properties: { ...schema.properties, metadata: { type: 'object' } } };
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('give the folder of the module github.com/kyverno/kyverno');
writeFileSync(
  join(__dirname, '../test/schemas/kyverno.json'),
  `${JSON.stringify(
    {
      source: `github.com/kyverno/kyverno ${/@(v[\d.]+)$/.exec(folder)?.[1] ?? 'unknown'}, config/crds (Apache-2.0)`,
      kinds: Object.fromEntries(
        Object.entries(KINDS).map(([kind, [file, version]]) => [kind, schemaOf(folder, file, version)]),
      ),
    },
    null,
    1,
  )}\n`,
);
