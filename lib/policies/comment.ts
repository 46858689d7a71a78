/**
 * What a reader of the written policy has to know before anything else: the kind that most clusters run is on its way out
 * (https://kyverno.io/blog/2026/01/announcing-kyverno-release-1.17/).
 */
export function commentOn(object: { readonly apiVersion?: string; readonly kind?: string }): string | undefined {
  const { apiVersion = '', kind = '' } = object;
  if (!apiVersion.startsWith('kyverno.io/')) return undefined;
  return `${kind} of ${apiVersion} is deprecated since Kyverno 1.17: write dialect kyverno-cel beside it, then instead of it`;
}
