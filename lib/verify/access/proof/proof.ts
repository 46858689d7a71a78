import type { AccessFacts, Role } from '../facts/role';
import type { Glob } from '../../glob/glob';
import { EVERY_TEXT, oneOf, type Language } from '../../glob/language';
import type { Missing } from '../missing';
import type { Policy, Statement } from '../policy/policy';
import type { KeyRequirement } from './requirement';
import { Search } from './search';

/** Requests that must not be possible. */
export interface Target {
  /** What it would mean, for the witness: `reads objects of ml-beta/`. */
  readonly meaning: string;
  readonly actions: readonly string[];
  /** ARNs that are meant. */
  readonly resource: Language;
  /** Keys with values that are meant, lower case. */
  readonly keys: ReadonlyMap<string, KeyRequirement>;
  /** Policy of the resources that are meant; denies of others do not help. */
  readonly resourcePolicy: Policy | undefined;
  /**
   * Whether rights of its own give a role nothing until the resource's policy names it or its account, as with keys and
   * with whatever is of another account.
   *
   * @default false
   */
  readonly isClosed?: boolean;
}

/** Requests on whatever resource, whatever its policy says. */
export const ANYWHERE: Pick<Target, 'resource' | 'keys' | 'resourcePolicy'> = {
  resource: EVERY_TEXT,
  keys: new Map(),
  resourcePolicy: undefined,
};

/** Requests by actions on resources of some names, whatever their policies say; none where there is no such resource. */
export function targetsOn(meaning: string, actions: readonly string[], globs: readonly Glob[]): readonly Target[] {
  return globs.length === 0 ? [] : [{ ...ANYWHERE, meaning, actions, resource: oneOf(globs) }];
}

/** A request that is possible and should not be. */
export interface Witness {
  /** What it would mean. */
  readonly meaning: string;
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** Keys that the sender must choose so; other keys do not matter. */
  readonly context: ReadonlyMap<string, string>;
  /** Statements that allow it. */
  readonly allowedBy: readonly Statement[];
}

/**
 * `proved`: no request of the role is among the targets. `leak`: the witness is one. `unknown`: what is missing
 * decides.
 */
export type Proof =
  | { readonly verdict: 'proved' }
  | { readonly verdict: 'leak'; readonly witness: Witness }
  | { readonly verdict: 'unknown'; readonly missing: readonly Missing[]; readonly witness: Witness | undefined };

/**
 * Whether any request of a role is among the targets, for all resources, keys and values at once.
 *
 * Trying requests cannot prove this: wildcards in the middle of an ARN, defaults of variables and absent keys are
 * what nobody tries. Instead each statement is a set of requests, described by patterns; what a role may do is what one
 * allow holds and no deny does, and that set is searched for a member. The endpoint's policy is left out, since who has
 * the credentials may call from elsewhere; policies of organizations are not part of the input. Both only take away.
 */
export function prove(facts: AccessFacts, role: Role, targets: readonly Target[]): Proof {
  let uncertain: Proof | undefined;
  for (const target of targets) {
    const seen = new Set<string>();
    for (const action of target.actions) {
      const search = new Search(facts, role, target, action);
      // Actions that the same statements speak of have the same answer, as long as they carry the same keys.
      if (seen.has(search.signature)) continue;
      seen.add(search.signature);
      const proof = search.run();
      if (proof.verdict === 'leak') return proof;
      if (proof.verdict === 'unknown') uncertain ??= proof;
    }
  }
  return uncertain ?? { verdict: 'proved' };
}
