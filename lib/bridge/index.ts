/** Applies synthesized manifests from a Pulumi program. Takes plain objects and loads no cdk8s. */
export { Manifests } from './manifests';
export type { ManifestObject, ManifestsArgs } from './manifests';
export { Placeholders } from './placeholders';
export type { PlaceholderForm } from './placeholders';
