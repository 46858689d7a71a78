/**
 * Cuts the definitions of the kinds that this package emits out of Kubernetes' own OpenAPI document and writes
 *  - test/schemas/kubernetes.json: JSON schemas with unknown fields forbidden, against which every manifest is checked;
 *  - lib/kubernetes/api/kubernetes.generated.ts: the same definitions as TypeScript interfaces.
 *
 * Source: the Go module k8s.io/kubernetes, file api/openapi-spec/swagger.json (Apache-2.0).
 *   go mod download k8s.io/kubernetes@v1.36.3
 *   npx jiti scripts/kubernetes-schema.ts "$(go env GOMODCACHE)/k8s.io/kubernetes@v1.36.3"
 * Without an argument only the TypeScript file is written again, from the committed schemas; with --check it is compared.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, shortName, typesOf, type KindSchemas, type Schema } from './kubernetes-types';

const SCHEMAS = join(__dirname, '../test/schemas/kubernetes.json');
const TYPES = join(__dirname, '../lib/kubernetes/api/kubernetes.generated.ts');

function closure(definitions: Record<string, Schema>): Record<string, Schema> {
  const wanted = new Map<string, string>();
  const queue = [...KINDS];
  while (queue.length > 0) {
    const name = queue.pop() as string;
    const short = shortName(name);
    const known = wanted.get(short);
    if (known === name) continue;
    if (known !== undefined) throw new Error(`two definitions are called ${short}: ${known} and ${name}`);
    const schema = definitions[name];
    if (schema === undefined) throw new Error(`no definition ${name} in the OpenAPI document`);
    wanted.set(short, name);
    for (const match of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) queue.push(match[1] as string);
  }
  return Object.fromEntries(
    [...wanted]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([short, name]) => [short, closed(definitions[name] as Schema)]),
  );
}

/** JSON schema proper: unknown fields forbidden, int-or-string spelled out, vendor extensions dropped but the kind's. */
function closed(schema: Schema): Schema {
  if (schema.format === 'int-or-string')
    return { description: schema.description ?? '', oneOf: [{ type: 'string' }, { type: 'integer' }] };
  const out: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key.startsWith('x-') && key !== 'x-kubernetes-group-version-kind') continue;
    if (key === '$ref') out.$ref = `#/definitions/${shortName(value as string)}`;
    else if (key === 'properties') {
      out.properties = Object.fromEntries(
        Object.entries(value as Record<string, Schema>).map(([k, v]) => [k, closed(v)]),
      );
      out.additionalProperties = false;
    } else if (key === 'items' || key === 'additionalProperties') out[key] = closed(value as Schema);
    else if (key === 'format') continue;
    else (out as Record<string, unknown>)[key] = value;
  }
  return out;
}

async function main(argument: string | undefined): Promise<void> {
  if (argument !== undefined && argument !== '--check') {
    const swagger = JSON.parse(readFileSync(join(argument, 'api/openapi-spec/swagger.json'), 'utf8')) as {
      definitions: Record<string, Schema>;
    };
    const version = /@(v[\d.]+)$/.exec(argument)?.[1] ?? 'unknown';
    const schemas: KindSchemas = {
      source: `k8s.io/kubernetes ${version}, api/openapi-spec/swagger.json (Apache-2.0)`,
      definitions: closure(swagger.definitions),
    };
    writeFileSync(SCHEMAS, JSON.stringify(schemas, null, 1) + '\n');
  }
  const types = await typesOf(JSON.parse(readFileSync(SCHEMAS, 'utf8')) as KindSchemas);
  if (argument !== '--check') writeFileSync(TYPES, types);
  else if (readFileSync(TYPES, 'utf8') !== types)
    throw new Error(`${TYPES} is not what the schemas say: run this without --check`);
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
