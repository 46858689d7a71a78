/** A policy for Pulumi policy packs that judges a stack before it is made. Loads nothing of Pulumi. */
export { isolationPolicy } from './isolation-policy';
export type { IsolationPolicyOptions } from './isolation-policy';
