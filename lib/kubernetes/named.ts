/** An object by its name, or anything that has one, such as a cdk8s-plus ConfigMap, ServiceAccount or claim. */
export type Named = string | { readonly name: string };

export function nameOf(named: Named): string {
  return typeof named === 'string' ? named : named.name;
}
