import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lib = join(__dirname, '../lib');

test('no two functions of the model and the Kubernetes side have one name: who searches for it finds it', () => {
  const places = new Map<string, string[]>();
  for (const floor of ['model', 'kubernetes']) {
    for (const file of readdirSync(join(lib, floor), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(lib, floor, file), 'utf8');
      for (const [, name = ''] of text.matchAll(/^(?:export )?function (\w+)/gm))
        places.set(name, [...(places.get(name) ?? []), `${floor}/${file}`]);
    }
  }
  expect(places.size).toBeGreaterThan(100);
  expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
});
