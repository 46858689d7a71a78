/** The same description as the manifests: they cannot disagree about a taint, a namespace, a prefix or a role. */
export { platform } from '../document-1/platform';
