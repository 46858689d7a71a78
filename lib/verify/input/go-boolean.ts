const VALUES: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'False', 'FALSE'].map((text) => [text, false] as const),
]);

/** What a flag or variable of a program in Go says; undefined for what is no boolean there (https://pkg.go.dev/strconv#ParseBool). */
export function goBoolean(text: string): boolean | undefined {
  return VALUES.get(text);
}
