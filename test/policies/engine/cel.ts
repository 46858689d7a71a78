/** Evaluates CEL expressions, as far as the dialects write them. */
export interface Cel {
  /**
   * @param roots what the expression may read
   * @throws Error where the expression cannot be read or fails, which blocks the request under failure policy `Fail`
   */
  value(expression: string, roots: Readonly<Record<string, unknown>>): unknown;
}

let loaded: Cel | undefined;

/** https://github.com/marcbachmann/cel-js, with the optional fields that Kubernetes has since 1.29. */
export async function loadCel(): Promise<void> {
  const { Environment } = await import('@marcbachmann/cel-js');
  const environment = new Environment({
    enableOptionalTypes: true,
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
  });
  const parsed = new Map<string, (roots: Record<string, unknown>) => unknown>();
  loaded = {
    value: (expression, roots) => {
      const evaluate = parsed.get(expression) ?? environment.parse(expression);
      parsed.set(expression, evaluate);
      return evaluate({ ...roots });
    },
  };
}

export function cel(): Cel {
  if (loaded === undefined) throw new Error('the test has to wait for loadCel() first');
  return loaded;
}

/**
 * What Kubernetes' engines are given: whole numbers are integers to them, and to this engine only as BigInt; a field that
 * is null is one that was left out.
 */
export function asCel(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  // Copied: the engine knows no lists that another realm made, such as structuredClone does.
  if (Array.isArray(value)) return Array.from(value, asCel);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(fields.map(([key, item]) => [key, asCel(item)]));
}
