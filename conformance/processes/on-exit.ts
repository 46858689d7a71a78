const cleanups = new Set<() => void>();
let watching = false;

/**
 * Registers work to do when this process ends: by itself, by an uncaught exception or by a signal that can be
 * caught. The work must be synchronous; the newest registration runs first. Returns its cancellation.
 */
export function onExit(cleanup: () => void): () => void {
  watch();
  cleanups.add(cleanup);
  return () => void cleanups.delete(cleanup);
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const cleanup of [...cleanups].reverse()) cleanup();
  });
  const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
  for (const [signal, number] of Object.entries(signals)) process.on(signal, () => process.exit(128 + number));
}
