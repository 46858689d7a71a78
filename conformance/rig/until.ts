import { setTimeout as pause } from 'node:timers/promises';
import { EngineFault } from '../engine-fault';

export interface UntilOptions {
  /** What is waited for, for the fault's text: "etcd is healthy". */
  readonly what: string;
  readonly deadlineSeconds: number;
  /** What is still missing, or undefined when the condition holds. A probe that throws ends the wait. */
  readonly missing: () => Promise<string | undefined>;
}

const pollMilliseconds = 50;

/** Waits for a condition, never for a time. */
export async function until({ what, deadlineSeconds, missing }: UntilOptions): Promise<void> {
  const deadline = Date.now() + deadlineSeconds * 1000;
  for (;;) {
    const found = await missing();
    if (found === undefined) return;
    if (Date.now() > deadline) throw new EngineFault(`waited ${deadlineSeconds} s until ${what}, in vain: ${found}`);
    await pause(pollMilliseconds);
  }
}
