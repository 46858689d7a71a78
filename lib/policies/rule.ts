import type { Dialect, Platform, RuleId, Signature } from '../model';
import type { JudgedKinds } from './judged';
import type { Flag } from './predicate/values';
import type { Scope } from './scope';
import type { Threat } from '../model/risk/threats';

/** One thing that must hold, and what to do where it does not. */
export interface Requirement {
  /** What whoever is refused reads: the fix, without a full stop. */
  readonly message: string;
  readonly holds: Flag;
}

/** Why a dialect cannot say a rule. */
export const GAPS = {
  'filtered-by-kyverno':
    'the settings that Kyverno ships keep these objects from it (charts/kyverno, config.resourceFilters)',
  'cannot-ask-a-registry': 'its expressions see the request only, and reach no registry',
} as const;

export interface Gap {
  readonly reason: keyof typeof GAPS;
  /** What stands in: the same rule as Kubernetes' own policy, or other rules that narrow the same way in. */
  readonly instead: 'vap' | readonly RuleId[];
}

/** Of a rule about requests that Kyverno filters out before any of its policies. */
export const FILTERED_BY_KYVERNO = {
  kyverno: { reason: 'filtered-by-kyverno', instead: 'vap' },
  'kyverno-cel': { reason: 'filtered-by-kyverno', instead: 'vap' },
} as const satisfies RuleFacts['cannot'];

/** What every rule says about itself. */
interface RuleFacts {
  readonly id: RuleId;
  /** What holds where the rule is enforced, as a sentence. */
  readonly title: string;
  /** What would happen without it. */
  readonly why: string;
  /** Whom and what it stops. */
  readonly stops: readonly Threat[];
  readonly judges: readonly JudgedKinds[];
  readonly scope: Scope;
  /** Whether it guards what the other rules rely on; then it is always written as Kubernetes' own policy as well. */
  readonly guard?: true;
  readonly cannot?: Readonly<Partial<Record<Dialect, Gap>>>;
  /** What else narrows this way in, if there is something. */
  readonly beside?: string;
}

/**
 * An admission rule: data, with one predicate that no engine owns. `dialects/` renders it.
 *
 * The predicate is the conjunction of its requirements; they are apart so that each has the message that names its fix.
 */
export interface ExpressionRule extends RuleFacts {
  /** Updates for which this holds pass unjudged. @default - none: every request is judged */
  readonly unchanged?: Flag;
  /** What must hold for this platform; none where the description gives it nothing to judge. */
  requires(platform: Platform): readonly Requirement[];
}

/** A rule that only an engine with a way to the registry can judge: no expression over the request says it. */
export interface SignatureRule extends RuleFacts {
  readonly message: string;
  signatures(platform: Platform): readonly Signature[];
}

export type Rule = ExpressionRule | SignatureRule;

/** Whether the description gives the rule something to judge. */
export function isAsked(rule: Rule, platform: Platform): boolean {
  return 'signatures' in rule ? rule.signatures(platform).length > 0 : rule.requires(platform).length > 0;
}
