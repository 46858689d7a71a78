import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from '../processes/on-exit';

/** Times that a folder is tried to be removed, a tenth of a second apart. */
const ATTEMPTS = 50;

/** The temporary folder of one run: certificates, configuration, logs, the store. Gone at the end unless kept. */
export class RunFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'training-isolation-'));
  private readonly cancelExit = onExit(() => this.remove());

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.file(name), text, { mode: 0o600 });
    return this.file(name);
  }

  /** Removes everything. */
  remove(): void {
    this.cancelExit();
    // A process that is just being killed may still write a file into a folder that was emptied: rmSync's own retries
    // remove the folder again, and not the file.
    for (let attempt = 1; ; attempt++) {
      try {
        rmSync(this.path, { recursive: true, force: true });
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      }
    }
  }

  /** Removes the bulk and keeps logs and configuration, to find out what went wrong. */
  keep(): void {
    this.cancelExit();
    rmSync(this.file('etcd'), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
