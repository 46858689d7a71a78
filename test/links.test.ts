import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lib = join(__dirname, '../lib');
const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.generated.ts'))
  .map((file) => ({ file, text: readFileSync(join(lib, file), 'utf8') }));

test('what a comment links to is there: declared or imported by the file, so that editors and documentation find it', () => {
  const links = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\{@link (\w+)[^}]*\}/g)].map(([, name = '']) => ({ file, name, text })),
  );
  expect(links.length).toBeGreaterThan(0);
  const dead = links.filter(({ name, text }) => {
    const code = text.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    return !new RegExp(`\\b${name}\\b`).test(code);
  });
  expect(dead.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});
