/** Value of `app.kubernetes.io/managed-by` on every object of ours. */
const MANAGED_BY = 'training-isolation';

/** Labels of every object that belongs to a platform. */
export function platformLabels(platform: { readonly name: string }): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': MANAGED_BY, 'app.kubernetes.io/part-of': platform.name };
}
