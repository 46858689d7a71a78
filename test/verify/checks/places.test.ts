import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../../../lib/verify/checks';
import { FAMILIES } from '../../../lib/verify/checks/check';

const FOLDER = join(__dirname, '../../../lib/verify/checks');

test('every check lies in the file that its id names', async () => {
  for (const check of CHECKS) {
    const exported = (await import(join(FOLDER, check.id))) as object;
    expect([check.id, Object.values(exported).includes(check)]).toEqual([check.id, true]);
  }
});

test.each(Object.keys(FAMILIES))('beside the checks of %s lies nothing but their list and their parts', (family) => {
  const ids = new Set<string>(CHECKS.map(({ id }) => id));
  const files = readdirSync(join(FOLDER, family)).map((name) => name.replace(/\.ts$/, ''));
  const others = files.filter((name) => !ids.has(`${family}/${name}`));
  expect(others.filter((name) => name !== 'index' && name !== 'parts')).toEqual([]);
});
