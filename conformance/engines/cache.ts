import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MachineCannot } from '../machine-cannot';
import type { Engine } from './engine';
import { buildFlags } from './go';

/** Where built engines are kept, outside any checkout: one cache serves all of them. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base =
    env['TRAINING_ISOLATION_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'training-isolation');
  return join(base, 'engines');
}

export function wrapperFolder(engine: Engine): string {
  return join(__dirname, engine.wrapper);
}

/** The folder of an engine's binaries, whether built or not. Its name changes with all that could change a binary. */
export function engineFolder(engine: Engine): string {
  return join(cacheFolder(), `${engine.name}-${key(engine)}`);
}

/** Folders appear by a rename once all is in them: one that exists is complete. */
export function isBuilt(engine: Engine): boolean {
  return existsSync(engineFolder(engine));
}

/** The path of a binary or data file of a built engine. */
export function engineFile(engine: Engine, name: string): string {
  if (!isBuilt(engine)) {
    throw new MachineCannot(
      `engine ${engine.name} ${engine.version} isn't built (looked for ${engineFolder(engine)})`,
      `build it with: npx jiti conformance/engines/build.ts ${engine.name}`,
    );
  }
  return join(engineFolder(engine), name);
}

function key(engine: Engine): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.platform, process.arch, buildFlags(engine), engine.binaries, engine.data ?? {}]));
  const wrapper = wrapperFolder(engine);
  for (const file of readdirSync(wrapper, { recursive: true, encoding: 'utf8' }).sort()) {
    if (statSync(join(wrapper, file)).isDirectory()) continue;
    hash.update(`\0${file}\0`).update(readFileSync(join(wrapper, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
