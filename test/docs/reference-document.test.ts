import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceDocument } from '../../scripts/reference-tables';

const document = readFileSync(join(__dirname, '../../docs/reference.md'), 'utf8');

test('docs/reference.md is what the docstrings say: npx jiti scripts/reference-document.ts writes it again', () => {
  expect(document).toBe(referenceDocument());
});

test('every field of the reference says what it is for, and every way in it leads somewhere', () => {
  const rows = document.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(300);
  expect(rows.filter((line) => /\| *\|$/.test(line))).toEqual([]);
  const headings = new Set([...document.matchAll(/^### `(\w+)`$/gm)].map(([, name = '']) => name.toLowerCase()));
  const ways = [...document.matchAll(/\]\(#(\w+)\)/g)].map(([, name = '']) => name);
  expect(ways.length).toBeGreaterThan(100);
  expect(ways.filter((name) => !headings.has(name))).toEqual([]);
});
