/** What a job brings as files and mounts beside them. */
import { definePlatform, type ClaimSource } from '../../lib';
import { faultPaths, faultsOf } from '../faults-of';
import { alphaProps, platformProps } from '../platform-props';
import { only, podOf, synthesizeAll } from './document-1';

const configFiles = (files: Record<string, string>, launcher: 'none' | 'deepspeed' = 'none') =>
  faultPaths(() => podOf({ launcher, configFiles: files }, withOverwrite));
/** DeepSpeed rewrites a file of its checkpoints. */
const withOverwrite = platformProps({
  storage: { checkpoints: { kind: 's3', bucket: 'model-checkpoints', allowOverwrite: true } },
});

describe('files of a job', () => {
  test.each(['sub/launch.py', '..', '.', '..data', 'launch file.py', '', 'x'.repeat(254), 'é.json'])(
    'named %j are refused, since no ConfigMap takes them',
    (name) => {
      expect(configFiles({ [name]: 'x', 'good.json': '{}' })).toEqual([`configFiles.${name}`]);
    },
  );

  test('never replace what the launcher writes, nor are replaced by it', () => {
    expect(configFiles({ hostfile: 'elsewhere slots=8' }, 'deepspeed')).toEqual(['configFiles.hostfile']);
    const objects = synthesizeAll(withOverwrite, { launcher: 'none', configFiles: { hostfile: 'mine' } });
    expect(JSON.stringify(objects)).toContain('{"hostfile":"mine"}');
  });

  test('hold together what a ConfigMap holds, counted in bytes', () => {
    expect(configFiles({ a: 'x'.repeat(2 ** 20), b: 'x' })).toEqual(['configFiles']);
    expect(configFiles({ a: '\u00e4'.repeat(2 ** 19), b: 'x' })).toEqual(['configFiles']);
    expect(podOf({ configFiles: { a: 'x'.repeat(2 ** 20) } }).volumes).toContainEqual(
      expect.objectContaining({ name: 'config' }),
    );
  });
});

describe('mounts of a job', () => {
  test.each(['Wandb', 'a/b', 'a*', '', '../x'])('name objects that can exist, and %j cannot', (name) => {
    const path = '/mnt/x';
    const mounts = [
      { secret: name, path: '/mnt/a' },
      { configMap: name, path: '/mnt/b' },
      { claim: name, path },
    ];
    expect(faultPaths(() => podOf({ mounts }))).toEqual(['mounts[0].secret', 'mounts[1].configMap', 'mounts[2].claim']);
  });

  test.each(['alpha--data', 'alpha--checkpoints'])(
    'never repeat %s: what is read-only at one path would be written at another',
    (claim) => {
      const mounts = [{ claim, path: '/mnt/again', readOnly: false }];
      expect(faultPaths(() => podOf({ mounts }))).toEqual(['mounts[0].claim']);
    },
  );

  test('never repeat an adopted claim of the data either', () => {
    const props = alphaProps({ storage: { datasets: { kind: 'existing', claim: 'imagenet' } } });
    const [fault] = faultsOf(() => podOf({ mounts: [{ claim: 'imagenet', path: '/mnt/again' }] }, props));
    expect(fault).toMatchObject({ path: 'mounts[0].claim', fix: 'every job mounts this one: say where with dataPath' });
  });
});

test('one adopted claim is not both data and checkpoints: it cannot be read-only and written at once', () => {
  const claim: ClaimSource = { kind: 'existing', claim: 'shared' };
  expect(faultPaths(() => definePlatform(alphaProps({ storage: { datasets: claim, checkpoints: claim } })))).toEqual([
    'projects[0].storage',
  ]);
  const apart = alphaProps({ storage: { datasets: claim, checkpoints: { ...claim, claim: 'own' } } });
  expect(only(synthesizeAll(apart), 'Job')).toBeDefined();
});
