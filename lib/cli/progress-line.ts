/** Where a line of progress goes: standard error. */
export interface Terminal {
  readonly isTTY?: boolean;
  /** Width; 0 where nobody knows it. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Work that takes less is over before anybody reads a line about it. */
const QUIET_MS = 1000;
/** Back to the start of the line, and nothing after it. */
const CLEAR = '\r\u001b[K';
/** A terminal is slower than the work that it is told of. */
const BETWEEN_MS = 100;

/**
 * One line that says what is done now, and goes when it is done. Pipes and files get none: what they hold is read afterwards.
 */
export class ProgressLine {
  private isShown = false;
  private next: number;

  /** @param now milliseconds of any clock that goes forward */
  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.next = now() + QUIET_MS;
  }

  /** Says what is done now, unless it is too early to say something. */
  show(text: string): void {
    const now = this.now();
    if (this.terminal.isTTY !== true || now < this.next) return;
    this.next = now + BETWEEN_MS;
    this.isShown = true;
    const columns = this.terminal.columns || 80;
    this.terminal.write(CLEAR + text.slice(0, columns - 1));
  }

  /** Does some work, and leaves the terminal as it was, whatever comes of it. */
  during<T>(work: () => T): T {
    try {
      return work();
    } finally {
      if (this.isShown) this.terminal.write(CLEAR);
      this.isShown = false;
    }
  }
}
