import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
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
    repository: 'registry.example.com/shared/trainer',
    env: [
      'LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/blas:/usr/lib/x86_64-linux-gnu/lapack',
      // One thread a process: the processes of all ranks share the machine.
      'OMP_NUM_THREADS=1',
      'OPENBLAS_NUM_THREADS=1',
    ],
    async fill(root, folder) {
      await debianRoot(join(folder, 'apt'), root, packages);
      await wheelInto(join(root, 'usr', 'lib', 'python3', 'dist-packages'), safetensors, folder);
      await mendTorchrun(root);
      await copyInto(root, 'app', trainScript);
      await copyInto(root, 'usr/bin', tools());
    },
    madeOf: [...packages, safetensors, trainScript, engineFolder(engineNamed('node-tools'))],
  },
} as const satisfies Record<string, ImageDefinition>;

export type ImageName = keyof typeof images;

/**
 * Two places of torchrun as PyTorch has had them since: 1.13 fails at its start on Python 3.11, where iterating a flag
 * leaves out its zero; and after a failure it waits up to five minutes for the other nodes to end, while the Job has
 * replaced them already.
 */
async function mendTorchrun(root: string): Promise<void> {
  const elastic = join(root, 'usr/lib/python3/dist-packages/torch/distributed/elastic');
  await mend(join(elastic, 'multiprocessing/api.py'), 'for s in Std:', 'for s in (*Std, Std.NONE, Std.ALL):');
  const failed = 'self._worker_group.state = WorkerState.FAILED\n';
  const barrier = `${' '.repeat(20)}self._exit_barrier()\n`;
  await mend(join(elastic, 'agent/server/api.py'), `${failed}${barrier}`, failed);
}

async function mend(file: string, wrong: string, right: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(wrong)) throw new EngineFault(`${file} is another version than the one that is mended here`);
  await writeFile(file, text.replace(wrong, right));
}

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
