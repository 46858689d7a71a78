/** What a Pulumi program would make, without an engine. */
export { planProgram } from './plan-program';
export type { PlanProgramOptions } from './plan-program';
export type { Lookup, OutputsOf, Plan, PlannedResource, PlanOptions, Unseen } from './plan';
export type { Json, JsonObject } from './wire';
export { holdsUnknown, isSecret, UNKNOWN } from './wire';
