import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');
const python = spawnSync('python3', ['--version'], { encoding: 'utf8' });
const found = python.status === 0;

if (!found && process.env['REQUIRE_PYTHON'] !== undefined) {
  test('python3 is there, as REQUIRE_PYTHON demands', () => {
    throw new Error('python3 is missing');
  });
}

(found ? test : test.skip)(
  'the Python helpers pass their own tests',
  () => {
    const run = spawnSync('python3', ['-B', '-m', 'unittest', 'discover', '-s', 'test/python'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stderr).toMatch(/^Ran ([4-9]\d|\d{3,}) tests/m);
    expect([run.status, run.stderr]).toEqual([0, expect.stringContaining('\nOK')]);
  },
  120_000,
);
