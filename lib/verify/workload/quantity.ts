/** What a suffix stands for: a power of ten, or one of 1024. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };

/**
 * The number behind a quantity, undefined if it is none
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/). Equal quantities give equal numbers up
 * to 2^53; beyond that they are rounded, which is enough to compare.
 */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/.exec(value);
  if (match === null) return undefined;
  const [, digits, exponent, suffix = ''] = match as unknown as [string, string, string?, string?];
  if (exponent !== undefined) return Number(`${digits}${exponent}`);
  const binary = BINARY[suffix];
  // Read as one number, since a product would be rounded twice: 700m is 0.7.
  return binary === undefined ? Number(`${digits}e${DECIMAL[suffix]}`) : Number(digits) * 1024 ** binary;
}
