import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Digest of everything that the first example writes in a process of its own. */
function digest(environment: NodeJS.ProcessEnv, cwd: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'determinism-'));
  try {
    const child = spawnSync(
      process.execPath,
      [join(root, 'node_modules/jiti/lib/jiti-cli.mjs'), join(root, 'examples/document-1/main.ts')],
      {
        cwd,
        env: { PATH: process.env['PATH'], ...environment, CDK8S_OUTDIR: folder },
        encoding: 'utf8',
      },
    );
    expect([child.status, child.stderr]).toEqual([0, '']);
    const hash = createHash('sha256');
    const files = readdirSync(folder).sort();
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
    return hash.digest('hex');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the same input gives the same bytes, in another time zone, locale and working directory', () => {
  const first = digest({ TZ: 'UTC', LC_ALL: 'C' }, root);
  expect(digest({ TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, tmpdir())).toBe(first);
});
