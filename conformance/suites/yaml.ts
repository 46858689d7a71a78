import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { toYaml } from '../../lib/model/kubernetes/to-yaml';
import { yamlDocument } from '../../test/yaml-document';
import { EngineFault } from '../engine-fault';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import { run } from '../processes/run';
import { readManifestSets } from './manifests/manifest-set';
import { askAll } from './question';
import type { Suite } from './suite';

const generated = 4000;

/** What the library's own emitter writes is read back equal by the reader that kubectl and the API server use. */
export const yaml: Suite = {
  name: 'yaml',
  title: 'Kubernetes reads from the YAML what was written into it',
  engines: ['yaml-reader'],
  run({ progress, manifests }) {
    return askAll(
      [
        {
          title: `${generated} generated documents of tricky texts are read back equal`,
          ask: async () => {
            const seed = Date.now();
            const values = fc.sample(yamlDocument, { numRuns: generated, seed });
            const streams = values.map((value) => ({ text: toYaml(value as object), documents: [value] }));
            await readBack(streams, `seed ${seed}`);
            return `seed ${seed}`;
          },
        },
        {
          title: 'every file of manifests is read as another reader of YAML reads it',
          ask: async () => {
            const manifest = readManifestSets(manifests).flatMap(({ objects }) => objects);
            const files = [...new Set(manifest.map(({ file }) => file))].map((file) => ({
              text: readFileSync(file, 'utf8'),
              documents: manifest.filter((candidate) => candidate.file === file).map(({ object }) => object),
            }));
            await readBack(files, 'manifests');
            return `${manifest.length} objects in ${files.length} files`;
          },
        },
        {
          title: 'a text left bare that YAML 1.1 takes for a number or a truth is found: the comparison can fail',
          ask: async () => {
            const read = await readStreams(['a: 0o7\nb: 1_000\nc: y\n']);
            const expected = [{ a: '0o7', b: '1_000', c: 'y' }];
            if (isDeepStrictEqual(read[0], expected)) throw new EngineFault('read as texts: the reader has changed');
            return JSON.stringify(read[0]);
          },
        },
      ],
      progress,
    );
  },
};

/** A stream of YAML and the documents that it should hold. */
interface Stream {
  readonly text: string;
  readonly documents: readonly unknown[];
}

async function readBack(streams: readonly Stream[], origin: string): Promise<void> {
  const read = await readStreams(streams.map(({ text }) => text));
  for (const [index, { text, documents }] of streams.entries()) {
    if (isDeepStrictEqual(read[index], JSON.parse(JSON.stringify(documents)))) continue;
    throw new EngineFault(`${origin}:\n${text}\nis read as ${JSON.stringify(read[index])}`);
  }
}

/** What the reader makes of each stream: its documents, or a text with the fault. */
async function readStreams(streams: readonly string[]): Promise<readonly unknown[]> {
  const reader = engineFile(engineNamed('yaml-reader'), 'yaml-reader');
  const input = streams.map((stream) => `${JSON.stringify(stream)}\n`).join('');
  const { code, stdout, stderr } = await run(reader, [], { input });
  const lines = stdout.split('\n').slice(0, -1);
  if (code !== 0 || lines.length !== streams.length) throw new EngineFault(`yaml-reader: ${stderr.trim()}`);
  return lines.map((line): unknown => JSON.parse(line));
}
