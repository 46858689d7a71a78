import { planProgram, type Plan, type PlanProgramOptions } from '../plan';

/**
 * What a function would make if it were a Pulumi program, for tests: resources with inputs, parents, protection. Loads
 * Pulumi's SDK when it is called, the copy of the test.
 *
 * ```ts
 * const planned = await plan(() => new TrainingStorage('ml', { platform }));
 * ```
 *
 * @param program constructs resources; what it returns are the stack's outputs, if it is an object
 * @throws what the program throws, once
 */
export function plan(program: () => unknown, options?: PlanProgramOptions): Promise<Plan> {
  return planProgram(program, options);
}

/** An Output of Pulumi, by what is needed of it: tests of manifests need no types of Pulumi. */
interface OutputLike<T> {
  apply(run: (value: T) => void): unknown;
}

/**
 * The value of an Output in a test, or undefined where a preview does not know it. Await it: an assertion inside `apply`
 * that nobody awaits passes without a word.
 */
export async function promiseOf<T>(output: OutputLike<T>): Promise<T | undefined> {
  const { isKnown } = output as unknown as { readonly isKnown: Promise<boolean> };
  if (!(await isKnown)) return undefined;
  return new Promise((done) => {
    output.apply(done);
  });
}
