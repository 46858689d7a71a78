import { isRecord } from '../../record';
import { NotEvaluated } from './not-evaluated';
import { NOT_FOUND, queried, type QueryRoots } from './query';
import { filledIn } from './variables';

type Json = Readonly<Record<string, unknown>>;

/** The same roots with one more value, or a value that is worked out when it is read. */
export function withRoot(roots: QueryRoots, name: string, get: () => unknown): QueryRoots {
  const value = Object.defineProperties({}, Object.getOwnPropertyDescriptors(roots.value)) as Json;
  Object.defineProperty(value, name, { enumerable: true, configurable: true, get });
  return { value, partly: new Set([...roots.partly, value]) };
}

/**
 * The roots with what the `context` of a rule adds (https://kyverno.io/docs/policy-types/cluster-policy/external-data-sources/).
 * Variables are worked out; what is read in the cluster or in a registry is not evaluated, which counts where it is read.
 */
export function withContext(roots: QueryRoots, context: unknown): QueryRoots {
  let all = roots;
  for (const entry of Array.isArray(context) ? context : []) {
    if (!isRecord(entry) || typeof entry['name'] !== 'string' || entry['name'].includes('.'))
      throw new NotEvaluated('a context of another form');
    const { name, variable } = entry;
    const before = all;
    all = withRoot(before, name, () => {
      if (!isRecord(variable)) throw new NotEvaluated(`${name}, which is read elsewhere`);
      return valueOf(variable, before);
    });
  }
  return all;
}

function valueOf(variable: Json, roots: QueryRoots): unknown {
  const byDefault = isSet(variable['default']) ? filledIn(variable['default'], roots) : null;
  const path = filledIn(variable['jmesPath'], roots);
  const hasPath = typeof path === 'string' && path !== '';
  if (!isSet(variable['value'])) return known(hasPath ? queried(path, roots) : null, byDefault);
  const value = filledIn(variable['value'], roots);
  if (!hasPath) return known(value, null);
  return known(queried(path, { value: value as Json, partly: new Set() }), byDefault);
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** A variable without a value is an error of the rule. */
function known(value: unknown, byDefault: unknown): unknown {
  const found = value === NOT_FOUND || value === null ? byDefault : value;
  if (found === null) throw new NotEvaluated('a variable without a value');
  return found;
}
