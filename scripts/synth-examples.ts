/** Runs every example's program, as a user would, each into dist/examples/<name>. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const output = join(root, 'dist/examples');
rmSync(output, { recursive: true, force: true });
for (const { name } of readdirSync(join(root, 'examples'), { withFileTypes: true })) {
  const program = join(root, 'examples', name, 'main.ts');
  if (!existsSync(program)) continue;
  const folder = join(output, name);
  mkdirSync(folder, { recursive: true });
  const child = spawnSync(process.execPath, [join(root, 'node_modules/jiti/lib/jiti-cli.mjs'), program], {
    env: { ...process.env, CDK8S_OUTDIR: folder },
    stdio: 'inherit',
  });
  if (child.status !== 0) process.exit(child.status ?? 1);
  console.log(`dist/examples/${name}: ${readdirSync(folder).length} files`);
}
