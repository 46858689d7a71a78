import { EngineFault } from '../engine-fault';
import type { Progress } from '../progress';
import type { Row } from '../report/expected-behaviour';
import type { Check } from './suite';

/** A statement that is put to the engines. */
export interface Question {
  /** The statement, as a sentence. */
  readonly title: string;
  /** The row of the table "Expected Behaviour" that this is evidence for. @default "- none" */
  readonly row?: Row;
  /** Returns the engine's answer, if it is worth repeating; throws why the statement does not hold. */
  ask(): Promise<string | void>;
}

/** Puts one question after the other. Each gets its answer, whatever became of those before it. */
export async function askAll(questions: readonly Question[], progress: Progress): Promise<Check[]> {
  const checks: Check[] = [];
  for (const question of questions) {
    const start = performance.now();
    const check = { ...(await answered(question)), seconds: (performance.now() - start) / 1000 };
    progress.say(`${check.fault === undefined ? 'holds' : 'FAILED'}: ${check.title}`);
    checks.push(check);
  }
  return checks;
}

async function answered({ title, row, ask }: Question): Promise<Check> {
  const subject = { title, ...(row && { row }) };
  try {
    const answer = await ask();
    return answer === undefined ? subject : { ...subject, answer };
  } catch (error) {
    return { ...subject, fault: faultText(error) };
  }
}

/** What an engine said needs no stack; a mistake in the check itself does. */
function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof EngineFault ? error.message : (error.stack ?? error.message);
}

/** Says that something is otherwise than it should be. */
export function expectEqual<T>(what: string, found: T, expected: T): void {
  if (found === expected) return;
  throw new EngineFault(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}
