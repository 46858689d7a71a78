import type { Output } from '@pulumi/pulumi';
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
 */
export function plan(program: () => unknown, options?: PlanProgramOptions): Promise<Plan> {
  return planProgram(program, options);
}

/**
 * The value of an Output in a test, or undefined where a preview does not know it. Await it: an assertion inside `apply`
 * that nobody awaits passes without a word.
 */
export function promiseOf<T>(output: Output<T>): Promise<T | undefined> {
  return new Promise((done) => {
    const known = (output as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> }).isKnown;
    void known.then((isKnown) => (isKnown ? output.apply((value) => done(value as T)) : done(undefined)));
  });
}
