import * as v from 'valibot';

/** An object by its name, or anything that has one, such as a cdk8s-plus ConfigMap, ServiceAccount or claim. */
export type Named = string | { readonly name: string };

export function nameOf(named: Named): string {
  return typeof named === 'string' ? named : named.name;
}

/** A construct has many other fields, so only the name is looked at. */
export const namedShape = v.lazy((given) =>
  typeof given === 'string' ? v.string() : v.looseObject({ name: v.string() }),
);
