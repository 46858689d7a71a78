import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const mount = '/sys/fs/cgroup';

/** Every hierarchy of control groups: one in version 2, one for each controller in version 1. */
function hierarchies(): readonly string[] {
  if (existsSync(join(mount, 'cgroup.controllers'))) return [mount];
  return readdirSync(mount)
    .map((name) => join(mount, name))
    .filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

/** Makes a control group in every hierarchy: what a kubelet wants to find. */
export function createCgroup(path: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, path), { recursive: true });
}

/** How long the kernel may take to end the processes of a group: on a busy machine, those of twenty containers. */
const PATIENCE_MS = 20_000;

/** Removes a control group and all below it, once no process is in them. */
export function removeCgroup(path: string): void {
  const deadline = performance.now() + PATIENCE_MS;
  for (const hierarchy of hierarchies()) removeFolder(join(hierarchy, path), deadline);
}

/**
 * A folder of control groups has only such folders to remove; its files are no files. A runtime that is just being ended may
 * still make a group in it: what is in there is looked up each time.
 */
function removeFolder(folder: string, deadline: number): void {
  while (existsSync(folder)) {
    for (const entry of entriesOf(folder)) removeFolder(join(folder, entry), deadline);
    try {
      return rmdirSync(folder);
    } catch {
      if (performance.now() > deadline) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

/** Names of the groups in one, none if it is gone by now. */
function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
