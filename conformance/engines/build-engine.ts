import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineFault } from '../engine-fault';
import { MachineCannot } from '../machine-cannot';
import type { Progress } from '../progress';
import { engineFolder, isBuilt, wrapperFolder } from './cache';
import type { Engine } from './engine';
import { assertGo, buildFlags, fetchModules, go, moduleFolder } from './go';
import { exclusively } from './lock';

/** Builds an engine into the cache unless it is there. Two processes that ask at once get one build. */
export async function buildEngine(engine: Engine, progress: Progress): Promise<void> {
  const target = engineFolder(engine);
  const onWait = (): void => progress.say(`${engine.name}: another process builds it, waiting`);
  if (isBuilt(engine)) return;
  await exclusively(target, onWait, async () => {
    if (isBuilt(engine)) return;
    await makeCacheFolder(dirname(target));
    await removeLeftovers(target);
    const folder = await mkdtemp(`${target}.building-`);
    try {
      await fill(folder, engine, progress);
      await rename(folder, target);
    } catch (error) {
      if (!isBuilt(engine)) throw error; // else: someone outside the lock's reach was faster
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function makeCacheFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new MachineCannot(
      `can't make the cache folder: ${String(error)}`,
      'set TRAINING_ISOLATION_CACHE to one that can be written',
    );
  }
}

async function fill(folder: string, engine: Engine, progress: Progress): Promise<void> {
  const wrapper = wrapperFolder(engine);
  await assertGo(wrapper);
  await progress.step(`${engine.name}: Go modules`, () => fetchModules(engine, wrapper));
  for (const [binary, goPackage] of Object.entries(engine.binaries)) {
    await progress.step(`${engine.name}: compile ${binary}`, () =>
      compile(join(folder, binary), goPackage, engine, wrapper),
    );
  }
  for (const [name, source] of Object.entries(engine.data ?? {})) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await copyFile(join(await moduleFolder(engine, wrapper), source), join(folder, name));
  }
}

async function compile(output: string, goPackage: string, engine: Engine, wrapper: string): Promise<void> {
  const { code, stderr } = await go(wrapper, 'build', ...buildFlags(engine), '-o', output, goPackage);
  if (code !== 0)
    throw new EngineFault(`${engine.name} ${engine.version}: go build ${goPackage} failed: ${stderr.trim()}`);
}

/** A build that was killed leaves its folder; whoever holds the lock may remove it. */
async function removeLeftovers(target: string): Promise<void> {
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(`${basename(target)}.building-`)) continue;
    await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}
