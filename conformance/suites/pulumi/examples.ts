import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const examples = join(__dirname, '../../../examples');

/** Account of the examples' descriptions. */
export const ACCOUNT = '111122223333';

/** Text of a file of the examples. */
export function exampleText(file: string): string {
  return readFileSync(join(examples, file), 'utf8');
}

/** Program and description of an example. */
export function exampleFiles(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['index.ts', 'platform.ts'].map((file) => [file, exampleText(join(name, file))]));
}

/** Values that the example's project file gives where nobody else does. */
export function exampleConfig(name: string): Readonly<Record<string, string>> {
  const text = exampleText(join(name, 'Pulumi.yaml'));
  const pairs = text.matchAll(/^ {2}(\w+):\n(?: {4}.*\n)*? {4}default: (.*)$/gm);
  return Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, value]));
}
