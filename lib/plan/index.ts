/** What a Pulumi program would make, without an engine. */
export { deploymentText } from './deployment';
export { planProgram } from './plan-program';
export { planProject, ProgramFailure } from './plan-project';
export type { PlanProjectOptions } from './plan-project';
export { ProjectFault, projectFolder } from './project-settings';
export { planText } from './text';
export type { PlanProgramOptions } from './plan-program';
export type { Lookup, OutputsOf, Plan, PlannedResource, PlanOptions, Unseen } from './plan';
export type { Json, JsonObject } from './wire';
export { holdsUnknown, isSecret, UNKNOWN } from './wire';
