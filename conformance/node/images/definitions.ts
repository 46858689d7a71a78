import { chmod, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineFault } from '../../engine-fault';
import { engineFile, engineFolder } from '../../engines/cache';
import { engineNamed } from '../../engines/catalogue';
import { MachineCannot } from '../../machine-cannot';
import { run } from '../../processes/run';
import { debianRoot } from './debian-root';
import type { ImageContents } from './oci-image';

/** An image that the pods of the real nodes run. */
export interface ImageDefinition extends Omit<ImageContents, 'root'> {
  /** Fills the image's root. The folder is for whatever it takes to do so. */
  readonly fill: (root: string, folder: string) => Promise<void>;
  /** Whatever it is made of that can change: the image is made anew when this does. */
  readonly madeOf: readonly string[];
}

const packages = ['python3-torch', 'python3-packaging', 'python3-numpy'];
const safetensors = 'safetensors==0.4.5';
const trainScript = join(__dirname, '..', 'training', 'train.py');
const tools = (): string => engineFile(engineNamed('node-tools'), 'packets');

/** The images by what they are for. */
export const images = {
  /** Holds the namespaces of a pod. */
  pause: {
    repository: 'registry.example.com/platform/pause',
    entrypoint: ['/bin/packets', 'serve'],
    fill: (root) => copyInto(root, 'bin', tools()),
    madeOf: [engineFolder(engineNamed('node-tools'))],
  },
  /** A shell, and the program that serves and tries ports: for everything that is not training. */
  shell: {
    repository: 'registry.example.com/platform/shell',
    async fill(root) {
      await copyInto(root, 'bin', tools());
      await copyInto(root, 'bin', '/bin/busybox');
      await symlink('busybox', join(root, 'bin', 'sh'));
    },
    madeOf: [engineFolder(engineNamed('node-tools'))],
  },
  /** The DNS of the cluster. */
  coredns: {
    repository: 'registry.example.com/platform/coredns',
    entrypoint: ['/bin/coredns'],
    fill: (root) => copyInto(root, 'bin', engineFile(engineNamed('coredns'), 'coredns')),
    madeOf: [engineFolder(engineNamed('coredns'))],
  },
  /** Python with PyTorch, as Debian has it, and the training program. */
  trainer: {
    repository: 'registry.example.com/alpha/trainer',
    env: [
      'LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/blas:/usr/lib/x86_64-linux-gnu/lapack',
      // One thread a process: the processes of all ranks share the machine.
      'OMP_NUM_THREADS=1',
      'OPENBLAS_NUM_THREADS=1',
    ],
    async fill(root, folder) {
      await debianRoot(join(folder, 'apt'), root, packages);
      await wheelInto(join(root, 'usr', 'lib', 'python3', 'dist-packages'), safetensors, folder);
      await copyInto(root, 'app', trainScript);
      await copyInto(root, 'usr/bin', tools());
    },
    madeOf: [...packages, safetensors, trainScript, engineFolder(engineNamed('node-tools'))],
  },
} as const satisfies Record<string, ImageDefinition>;

export type ImageName = keyof typeof images;

async function copyInto(root: string, folder: string, file: string): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  const copy = join(root, folder, file.split('/').pop() ?? '');
  await cp(file, copy, { dereference: true });
  await chmod(copy, 0o755);
}

/** A package of the Python index, unpacked. */
async function wheelInto(target: string, requirement: string, folder: string): Promise<void> {
  const wheels = join(folder, 'wheels');
  await mkdir(wheels);
  const wanted = ['--python-version=3.11', '--only-binary=:all:', '--no-deps'];
  const { code, stderr } = await run('pip', ['download', '--quiet', `--dest=${wheels}`, ...wanted, requirement]);
  if (code === 127) throw new MachineCannot('no "pip" on PATH', 'install python3-pip');
  if (code !== 0) throw new MachineCannot(`pip can't get ${requirement}: ${stderr.trim()}`, 'check the network');
  const [wheel = ''] = await readdir(wheels);
  const unzipped = await run('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), target]);
  if (unzipped.code !== 0) throw new EngineFault(`unzip ${wheel}: ${unzipped.stderr}`);
}
