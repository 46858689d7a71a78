import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const lib = join(__dirname, '../lib');

/** Files of the floors and what each imports of them, types included. */
function imports(...floors: string[]): Map<string, string[]> {
  const files = floors.flatMap((floor) =>
    readdirSync(join(lib, floor), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(lib, floor, file)),
  );
  return new Map(
    files.map((file) => [
      file,
      [...readFileSync(file, 'utf8').matchAll(/ from '(\.[^']*)'/g)].flatMap(([, target = '']) => {
        const path = normalize(join(dirname(file), target));
        return [`${path}.ts`, join(path, 'index.ts')].filter((candidate) => existsSync(candidate));
      }),
    ]),
  );
}

/** Files that lie on a circle: those from which following imports leads back. */
function circle(graph: Map<string, string[]>): string[] {
  const leadsBack = (start: string): boolean => {
    const seen = new Set<string>();
    const open = [...(graph.get(start) ?? [])];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (file === start) return true;
      if (seen.has(file)) continue;
      seen.add(file);
      open.push(...(graph.get(file) ?? []));
    }
    return false;
  };
  return [...graph.keys()].filter(leadsBack);
}

test('no two files of the model or of the Kubernetes side need each other, not even for a type', () => {
  const graph = imports('model', 'kubernetes');
  expect(graph.size).toBeGreaterThan(100);
  expect(circle(graph)).toEqual([]);
  // The search finds what it looks for.
  const names = join(lib, 'model/names/given-name.ts');
  graph.set(names, [...(graph.get(names) ?? []), join(lib, 'model/platform/platform.ts')]);
  expect(circle(graph)).toContain(names);
});
