import { ESCALATING } from '../../../access/proof/escalation';
import { ANYWHERE, prove } from '../../../access/proof/proof';
import type { AccessFacts, Role } from '../../../access/facts/role';
import type { Policy } from '../../../access/policy/policy';
import { notKnown, type Problem } from '../../../problem';
import { placeOfWitness } from './proven';

/**
 * Rights of a role of which nobody says what they give.
 *
 * @param isJudged whether another check looks at an action, which stands there as in a policy and in lower case
 */
export function otherRights(facts: AccessFacts, role: Role, isJudged: (action: string) => boolean): readonly Problem[] {
  const asked = new Set(role.identity.flatMap((policy) => actionsOf(policy, isJudged)));
  return [...asked].flatMap((action): readonly Problem[] => {
    const proof = prove(facts, { ...role, missing: [] }, [{ ...ANYWHERE, meaning: 'has rights', actions: [action] }]);
    if (proof.verdict === 'proved') return [];
    const at = proof.witness === undefined ? undefined : placeOfWitness(proof.witness);
    return [notKnown(`may ${action}, and what that gives is not judged`, { at })];
  });
}

/** What a caller learns of itself is no right. */
const HARMLESS = 'sts:getcalleridentity';

/** Actions that statements allow: each as it is written, or one that stands for everything else. */
function actionsOf({ statements }: Policy, isJudged: (action: string) => boolean): readonly string[] {
  return statements.flatMap(({ effect, actions }) => {
    if (effect === 'Deny') return [];
    if (actions.negated) return ['another-service:Anything'];
    return actions.patterns.flatMap((pattern) => {
      const lower = pattern.toLowerCase();
      // What access/escalation tells about needs no second word.
      if (lower === HARMLESS || ESCALATING.has(lower) || isJudged(lower)) return [];
      return [pattern === '*' ? 'another-service:Anything' : pattern.replace(/\*/g, 'Anything').replace(/\?/g, 'A')];
    });
  });
}
