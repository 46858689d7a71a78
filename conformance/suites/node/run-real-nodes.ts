import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineFault } from '../../engine-fault';
import { runInSpace } from '../../node/space';
import { RunFolder } from '../../rig/run-folder';
import type { Check } from '../suite';

/** Runs the nodes and the questions about them in namespaces of their own; returns the answers, and the folder it had. */
export async function runRealNodes(): Promise<{ readonly checks: readonly Check[]; readonly folder: string }> {
  const folder = new RunFolder();
  const results = folder.file('checks.json');
  const code = await runInSpace(join(__dirname, 'inside.ts'), [results], folder.path);
  if (code !== 0) {
    folder.keep();
    throw new EngineFault(`the real nodes ended with ${code}; logs in ${folder.path}`);
  }
  const checks = JSON.parse(readFileSync(results, 'utf8')) as Check[];
  folder.remove();
  return { checks, folder: folder.path };
}
