import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a document, with what its first line says of it: "```ts file=main.ts". */
export interface CodeBlock {
  readonly document: string;
  readonly language: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

const root = join(__dirname, '../..');

/** README and guides of the repository. */
export const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

export function codeBlocks(document: string): CodeBlock[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', attributes = '', block = '']) => ({
      document,
      language,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]),
      ) as Record<string, string>,
      text: block,
    }),
  );
}
