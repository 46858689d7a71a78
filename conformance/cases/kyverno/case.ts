/** What Kyverno says of an object by a rule: an error is neither, and blocks or not as the failure policy says. */
export type Answer = 'pass' | 'fail' | 'skip' | 'error';

/** A rule of a ClusterPolicy and something that it is asked about. */
export interface KyvernoCase {
  readonly title: string;
  /** `validate`, `preconditions` and `context` of the rule. */
  readonly rule: object;
  /** What the object has beside its kind and name. */
  readonly object: Readonly<Record<string, unknown>>;
  /** What Kyverno answers (suite `kyverno`). */
  readonly answer: Answer;
}

/** A kind that no rule knows and no default touches. */
const WIDGET = { apiVersion: 'example.com/v1', kind: 'Widget' };

/** The object of a case, by a name. */
export function objectOf({ object }: Pick<KyvernoCase, 'object'>, name: string): Readonly<Record<string, unknown>> {
  const { metadata, ...rest } = object;
  return { ...WIDGET, metadata: { name, namespace: 'default', ...(metadata as object | undefined) }, ...rest };
}

/** The policy of a case, about the object of a name alone. */
export function policyOf({ rule }: Pick<KyvernoCase, 'rule'>, name: string): Readonly<Record<string, unknown>> {
  const { validate, ...rest } = rule as { readonly validate: object };
  const match = { any: [{ resources: { kinds: [WIDGET.kind], names: [name] } }] };
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name },
    spec: {
      validationFailureAction: 'Enforce',
      background: false,
      rules: [{ name: 'rule', match, ...rest, validate: { message: 'refused', ...validate } }],
    },
  };
}
