/**
 * What the API server fills in before admission, as far as rules look at it
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go): a volume without a source is an
 * empty directory.
 */
export function withDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, item]) => [
    key,
    key === 'volumes' && Array.isArray(item) ? item.map(volume) : withDefaults(item),
  ]);
  return Object.fromEntries(fields) as object;
}

const volume = (given: object): object => (Object.keys(given).length === 1 ? { ...given, emptyDir: {} } : given);
