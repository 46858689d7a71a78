/**
 * How admission policies are written.
 *
 * `kyverno`: ClusterPolicy of kyverno.io/v1, which most clusters run; deprecated since Kyverno 1.17.
 * `kyverno-cel`: ValidatingPolicy and its relatives of policies.kyverno.io/v1, from Kyverno 1.17 on.
 * `vap`: Kubernetes' own ValidatingAdmissionPolicy, evaluated in the API server: no webhook that can be down.
 */
export const DIALECTS = ['kyverno', 'kyverno-cel', 'vap'] as const;
/** Form in which admission policies are written. */
export type Dialect = (typeof DIALECTS)[number];

/** `enforce` refuses, `audit` only reports and warns: the first step of a roll-out. */
export const MODES = ['enforce', 'audit'] as const;
/** What admission does with a request that a rule is against. */
export type Mode = (typeof MODES)[number];
