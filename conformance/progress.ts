/** Says on standard error what is going on and how long it took; results belong on standard output. */
export interface Progress {
  say(text: string): void;
  /** Runs one piece of work and says its seconds, also when it fails. Long work gives a sign of life. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

const signOfLifeSeconds = 30;

/** @param cpuSeconds processor time used so far, when a step's share of it is worth a word */
export function createProgress(prefix: string, cpuSeconds?: () => number | undefined): Progress {
  const say = (text: string): void => console.error(`${prefix}: ${text}`);
  return {
    say,
    async step(title, work) {
      const [start, cpuStart] = [Date.now(), cpuSeconds?.()];
      const seconds = (): string => ((Date.now() - start) / 1000).toFixed(1);
      const timer = setInterval(() => say(`${title}: at it for ${seconds()} s`), signOfLifeSeconds * 1000).unref();
      let outcome = 'failed after ';
      try {
        const result = await work();
        outcome = '';
        return result;
      } finally {
        clearInterval(timer);
        const cpu = cpuSeconds?.();
        const share = cpu === undefined || cpuStart === undefined ? '' : ` (CPU ${(cpu - cpuStart).toFixed(0)} s)`;
        say(`${title}: ${outcome}${seconds()} s${share}`);
      }
    },
  };
}

/** For callers that want to hear nothing. */
export const silent: Progress = { say: () => undefined, step: (_title, work) => work() };
