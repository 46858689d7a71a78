/** What the Pulumi components of this library have in common. */
export { passingOnDependencies } from './pass-on-dependencies';
