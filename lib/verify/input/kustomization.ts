import { dirname } from 'node:path';
import type { Field } from './field';

export const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io';

/** Fields that change nothing in the files that lie beside it (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/). */
const PLAIN = ['apiVersion', 'kind', 'metadata', 'resources', 'sortOptions', 'buildMetadata'];

/**
 * Reports an overlay: namespaces, patches and generators reach the cluster by what Kustomize makes of it, and the files beside
 * it are not what will be there.
 */
export function checkKustomization(field: Field): void {
  const folder = dirname(field.document.file.name);
  const changing = field.entries().filter(([key]) => !PLAIN.includes(key));
  for (const [, at] of changing)
    at.refuseAsServer('what Kustomize makes of it', `render it first: kubectl kustomize ${folder}`);
}
