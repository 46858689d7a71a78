import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Runs `work` while no other process on this machine runs work under the same name.
 *
 * The lock is an abstract Unix socket: the kernel frees it when its process ends, however it ends, and
 * whoever waits is connected to it and so wakes at that moment. It spares a second build of the same thing;
 * correctness never hangs on it, since results appear by an atomic rename.
 */
export async function exclusively<T>(name: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const address = `\0training-isolation-${createHash('sha256').update(name).digest('hex')}`;
  let release = await tryListen(address);
  if (!release) onWait();
  while (!release) {
    await untilReleased(address);
    release = await tryListen(address);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

async function tryListen(address: string): Promise<(() => void) | undefined> {
  const waiting = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    waiting.add(socket.on('error', () => undefined));
  });
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
  return () => {
    server.close();
    for (const socket of waiting) socket.destroy();
  };
}

async function untilReleased(address: string): Promise<void> {
  const socket = connect(address).on('error', () => undefined); // a refused connection: released just now
  await new Promise((resolve) => socket.on('close', resolve));
}
