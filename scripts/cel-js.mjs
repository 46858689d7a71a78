/**
 * Writes the engine for CEL into build/ as CommonJS, with its licence. It is published as an ES module only, which the
 * loaders of Jest and of older Node.js refuse, and `verify` runs in both.
 */
import { transformFileSync } from '@swc/core';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const from = join(root, 'node_modules/@marcbachmann/cel-js');
const to = join(root, 'build/verify/admission/cel-js');

mkdirSync(to, { recursive: true });
copyFileSync(join(from, 'LICENSE'), join(to, 'LICENSE'));
for (const file of readdirSync(join(from, 'lib')).filter((name) => name.endsWith('.js'))) {
  const { code } = transformFileSync(join(from, 'lib', file), {
    configFile: false,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } },
    module: { type: 'commonjs' },
  });
  writeFileSync(join(to, file), code);
}
