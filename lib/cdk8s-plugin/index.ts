/** A validation plugin for `cdk8s synth`. Loads nothing of cdk8s. */
export { IsolationValidation } from './isolation-validation';
export type { IsolationValidationProps, ValidationContext } from './isolation-validation';
