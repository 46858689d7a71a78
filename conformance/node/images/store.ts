import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineFault } from '../../engine-fault';
import { cacheFolder, engineFile, engineFolder } from '../../engines/cache';
import { engineNamed } from '../../engines/catalogue';
import { exclusively } from '../../engines/lock';
import { Daemon } from '../../processes/daemon';
import { run } from '../../processes/run';
import type { Progress } from '../../progress';
import { until } from '../../rig/until';
import { images, type ImageDefinition, type ImageName } from './definitions';
import { packImage } from './oci-image';

/** The images, unpacked where a container runtime finds them. */
export interface ImageStore {
  /** What manifests call each image. */
  readonly references: Readonly<Record<ImageName, string>>;
  /** Makes the root folder of one more container runtime, with every image in it. */
  copyTo(folder: string): Promise<void>;
}

/** Databases, which every runtime has for itself; everything else in a root is written once and can be linked. */
const databases = ['io.containerd.metadata.v1.bolt/meta.db', 'io.containerd.snapshotter.v1.overlayfs/metadata.db'];

/** The store in the cache beside the engines: made once, and again when anything in it changes. */
export async function imageStore(progress: Progress): Promise<ImageStore> {
  const folder = join(dirname(cacheFolder()), 'images', key());
  const wait = (): void => progress.say('images: another process makes them, waiting');
  await exclusively(folder, wait, async () => {
    if (!existsSync(folder)) await progress.step('images', () => makeStore(folder, progress));
  });
  return {
    references: JSON.parse(readFileSync(join(folder, 'references.json'), 'utf8')) as ImageStore['references'],
    async copyTo(target) {
      await linkTree(join(folder, 'containerd'), target);
      for (const database of databases) {
        await rm(join(target, database));
        await cp(join(folder, 'containerd', database), join(target, database));
      }
    },
  };
}

function key(): string {
  const hash = createHash('sha256').update(engineFolder(engineNamed('containerd')));
  for (const [name, { repository, madeOf }] of Object.entries<ImageDefinition>(images)) {
    hash.update(`\0${name}\0${repository}`);
    for (const part of madeOf) hash.update(isFile(part) ? readFileSync(part) : part);
  }
  for (const file of ['definitions.ts', 'debian-root.ts', 'oci-image.ts'])
    hash.update(readFileSync(join(__dirname, file)));
  return hash.digest('hex').slice(0, 12);
}

const isFile = (path: string): boolean => path.startsWith('/') && statSync(path).isFile();

async function makeStore(folder: string, progress: Progress): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.making-`);
  try {
    const references: Record<string, string> = {};
    const archives: string[] = [];
    for (const [name, definition] of Object.entries<ImageDefinition>(images)) {
      const place = join(work, name);
      const root = join(place, 'root');
      await mkdir(root, { recursive: true });
      await progress.step(`image ${name}: contents`, () => definition.fill(root, place));
      const { archive, reference } = await progress.step(`image ${name}: pack`, () =>
        packImage(place, { ...definition, root }),
      );
      await rm(root, { recursive: true });
      references[name] = reference;
      archives.push(archive);
    }
    const store = join(work, 'store');
    await mkdir(store);
    await progress.step('images: unpack', () => importAll(work, join(store, 'containerd'), archives));
    await writeFile(join(store, 'references.json'), JSON.stringify(references));
    await rename(store, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Unpacks the archives with a runtime of its own, which needs nothing of the network and starts no container. */
async function importAll(work: string, root: string, archives: readonly string[]): Promise<void> {
  const socket = join(work, 'containerd.sock');
  const settings = [
    'version = 3',
    `root = '${root}'`,
    `state = '${join(work, 'state')}'`,
    `disabled_plugins = ['io.containerd.grpc.v1.cri', 'io.containerd.nri.v1.nri', 'io.containerd.internal.v1.opt']`,
    '[grpc]',
    `address = '${socket}'`,
  ];
  const config = join(work, 'containerd.toml');
  await writeFile(config, settings.join('\n'));
  const containerd = engineNamed('containerd');
  const daemon = new Daemon({
    name: 'containerd',
    program: engineFile(containerd, 'containerd'),
    args: ['--config', config],
    env: { PATH: process.env['PATH'] },
    logFile: join(work, 'containerd.log'),
  });
  const ctr = async (...args: string[]): Promise<string> => {
    const all = ['--address', socket, '--namespace', 'k8s.io', ...args];
    const { code, stdout, stderr } = await run(engineFile(containerd, 'ctr'), all);
    if (code !== 0) throw new EngineFault(`ctr ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  };
  try {
    await until({
      what: 'containerd answers',
      deadlineSeconds: 30,
      missing: async () => {
        daemon.assertRunning();
        return existsSync(socket) ? undefined : 'no socket yet';
      },
    });
    for (const archive of archives) await ctr('images', 'import', '--snapshotter=overlayfs', archive);
  } finally {
    await daemon.kill();
  }
}

/** A copy by hard links, which takes no space and no time; a real one on another file system. */
async function linkTree(source: string, target: string): Promise<void> {
  for (const how of ['-al', '-a']) {
    await rm(target, { recursive: true, force: true });
    const { code } = await run('cp', [how, source, target]);
    if (code === 0) return;
  }
  throw new EngineFault(`can't copy ${source} to ${target}`);
}
