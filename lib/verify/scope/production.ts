/** Whether a namespace is called by a word that means production wherever it is used. */
export function looksLikeProduction(namespace: string): boolean {
  return /(?:^|-)(?:prod|production|live|vault)(?:-|$)/.test(namespace);
}
