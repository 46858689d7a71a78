/**
 * Quantities as the API server writes them back: the largest unit that leaves a whole number. Another spelling of the same
 * amount would be stored canonically, and every later apply would find a difference
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export function mebibytes(count: number): string {
  return withUnit(count, 1024, ['Mi', 'Gi', 'Ti', 'Pi']);
}

export function gibibytes(count: number): string {
  return withUnit(count, 1024, ['Gi', 'Ti', 'Pi']);
}

/** A number of things: processors, devices, objects. */
export function amount(count: number): string {
  return withUnit(count, 1000, ['', 'k', 'M']);
}

function withUnit(count: number, step: number, [unit, ...larger]: readonly string[]): string {
  return count !== 0 && count % step === 0 && larger.length > 0
    ? withUnit(count / step, step, larger)
    : `${count}${unit}`;
}
