import type { Match } from '../../match';

/** What lies behind a volume: a place of a store, such as a folder of a bucket. */
export interface Backend {
  /** The bucket, file system or disk; of servers with many shares the kind of server. */
  readonly store: string;
  /** Where in it, ending with a slash; empty or `/` for all of it. */
  readonly path: string;
  /** What the place is, for messages. */
  readonly text: string;
  /** What it would take to say where in the store it lies; undefined where that is known. */
  readonly doubt?: Doubt;
}

/** Something that the volume does not show. Paths of one id start from the same folder, wherever that is. */
export interface Doubt {
  readonly id: string;
  readonly text: string;
}

/** Whether one of two places lies in the other. */
export function overlap(a: Backend, b: Backend): Match {
  if (a.store !== b.store) return 'no';
  if (a.doubt?.id === b.doubt?.id) return a.path.startsWith(b.path) || b.path.startsWith(a.path) ? 'yes' : 'no';
  return holdsAll(a) || holdsAll(b) ? 'yes' : 'maybe';
}

/** Wherever a folder lies, the root of its store has it. */
export function holdsAll({ path, doubt }: Backend): boolean {
  return doubt === undefined && (path === '' || path === '/');
}

/** A folder in one spelling: `/exports/alpha/` for `exports//alpha` and for `/exports/beta/../alpha/`. */
export function folder(...parts: readonly string[]): string {
  const steps: string[] = [];
  for (const step of parts.flatMap((part) => part.split('/'))) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.length === 0 ? '/' : `/${steps.join('/')}/`;
}

/** A folder of a server of NFS. Servers of EFS are one file system each, however it is mounted. */
export function nfsPlace(server: string, ...path: readonly string[]): Backend {
  const name = server.toLowerCase().replace(/\.$/, '');
  const system = /^(?:[^.]+\.)?(fs-[0-9a-f]+)\.efs\./.exec(name)?.[1];
  const text = `${server}:${path.filter((part) => part !== '').join('/')}`;
  if (system !== undefined) return { store: `efs ${system}`, path: folder(...path), text };
  return { store: 'nfs', path: folder(name, ...path), text };
}
