import { DATA_ACTIONS } from '../../../access/data-actions';
import { ESCALATING } from '../../../access/proof/escalation';
import { ANYWHERE, prove } from '../../../access/proof/proof';
import type { AccessFacts, Role } from '../../../access/facts/role';
import type { Policy } from '../../../access/policy/policy';
import { actionMatches } from '../../../access/policy/statement-match';
import { notKnown, type Problem } from '../../../problem';
import { placeOfWitness } from './proven';

/**
 * Rights of a role of which nobody says what they give.
 *
 * @param isJudged whether another check looks at an action, which stands there as in a policy and in lower case
 */
export function otherRights(facts: AccessFacts, role: Role, isJudged: (action: string) => boolean): readonly Problem[] {
  const asked = new Map(
    role.identity.flatMap((policy) => askedOf(policy, isJudged)).map((actions) => [actions.join(' '), actions]),
  );
  const told = new Map<string, Problem>();
  for (const actions of asked.values()) {
    const proof = prove(facts, { ...role, missing: [] }, [{ ...ANYWHERE, meaning: 'has rights', actions }]);
    if (proof.verdict === 'proved') continue;
    const action = proof.witness?.action ?? actions.join(', ');
    const at = proof.witness === undefined ? undefined : placeOfWitness(proof.witness);
    if (!told.has(action)) told.set(action, notKnown(`may ${action}, and what that gives is not judged`, { at }));
  }
  return [...told.values()];
}

/** What a caller learns of itself is no right. */
const HARMLESS = 'sts:getcalleridentity';

/** Actions that statements allow, for each pattern those of which one stands for what is not judged. */
function askedOf({ statements }: Policy, isJudged: (action: string) => boolean): readonly (readonly string[])[] {
  return statements.flatMap(({ effect, actions }) => {
    if (effect === 'Deny') return [];
    if (actions.negated) return [['another-service:Anything']];
    return actions.patterns.map((pattern) => meantBy(pattern, isJudged)).filter((meant) => meant.length > 0);
  });
}

/** An action as it is written, or one that stands for everything else; of S3 and KMS those that a pattern means. */
function meantBy(pattern: string, isJudged: (action: string) => boolean): readonly string[] {
  if (pattern === '*') return ['another-service:Anything'];
  // What access/escalation tells about needs no second word.
  const isOpen = (action: string): boolean => {
    const lower = action.toLowerCase();
    return lower !== HARMLESS && !ESCALATING.has(lower) && !isJudged(lower);
  };
  if (/^(?:s3|kms):.*[*?]/i.test(pattern)) {
    const isMeant = (action: string): boolean => actionMatches({ patterns: [pattern], negated: false }, action);
    const escalates = [...ESCALATING].some(isMeant);
    const known = DATA_ACTIONS.filter(isMeant);
    if (known.length > 0 || escalates) return known.filter(isOpen);
  }
  return isOpen(pattern) ? [pattern.replace(/\*/g, 'Anything').replace(/\?/g, 'A')] : [];
}
