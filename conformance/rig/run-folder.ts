import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from '../processes/on-exit';

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
    rmSync(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }

  /** Removes the bulk and keeps logs and configuration, to find out what went wrong. */
  keep(): void {
    this.cancelExit();
    rmSync(this.file('etcd'), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
