/** What a user's own tests need. Loads nothing of cdk8s or Pulumi by itself: the constructs of the test bring it. */
export type { Manifests } from './manifests';
export { isolationMatchers } from './matchers';
export type { ConnectionQuestion, IsolationMatchers, IsolationOptions } from './matchers';
export { plan, promiseOf } from './plan';
export { holdsUnknown, isSecret, UNKNOWN } from '../plan';
export type { Plan, PlannedResource, PlanProgramOptions } from '../plan';
export { synthesize } from './synthesize';
export type { SynthesizedObject } from './synthesize';
