/**
 * A count and what is counted, in words that agree with it: `1 check fails`, `2 checks fail`.
 *
 * @param one what stands behind the number 1, its verb included
 * @param many what stands behind every other number
 */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
