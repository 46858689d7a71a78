import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineFault } from '../../engine-fault';
import { MachineCannot } from '../../machine-cannot';
import { run } from '../../processes/run';

/** What no program reads: it would double the image. */
const leftOut = [
  './usr/share/doc',
  './usr/share/man',
  './usr/share/locale',
  './usr/include',
  '*.a',
  './usr/lib/libtorch-test',
];

/** Packages in the way of an image that starts empty: apt downloads everything that they depend on, and installs nothing. */
export async function debianRoot(folder: string, root: string, packages: readonly string[]): Promise<void> {
  const archives = join(folder, 'archives');
  await mkdir(join(archives, 'partial'), { recursive: true });
  const nothingInstalled = join(folder, 'status');
  await writeFile(nothingInstalled, '');
  const settings = {
    'Dir::State::status': nothingInstalled,
    'Dir::Cache::archives': archives,
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': 'true',
  };
  const options = Object.entries(settings).map(([name, value]) => `--option=${name}=${value}`);
  await apt('--yes', '--download-only', ...options, 'install', ...packages);
  await mkdir(root, { recursive: true });
  for (const file of (await readdir(archives)).filter((name) => name.endsWith('.deb'))) {
    await unpack(join(archives, file), root);
  }
  await rm(archives, { recursive: true });
}

/** Runs apt-get; what it cannot get is the machine's lack. */
export async function apt(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, stderr } = await run('apt-get', args, { env });
  if (code === 0) return;
  if (code === 127) throw new MachineCannot('no "apt-get" on PATH', 'run this on Debian or a descendant of it');
  throw new MachineCannot(
    `apt-get ${args.join(' ')}: ${stderr.trim()}`,
    'run "apt-get update" as root, then this again',
  );
}

async function unpack(archive: string, root: string): Promise<void> {
  const exclude = leftOut.map((pattern) => `--exclude=${pattern}`);
  const script = 'dpkg-deb --fsys-tarfile "$1" | { shift; exec tar --extract "$@"; }';
  const { code, stderr } = await run('sh', ['-c', script, 'sh', archive, `--directory=${root}`, ...exclude]);
  if (code !== 0) throw new EngineFault(`unpack ${archive}: ${stderr.trim()}`);
}
