import { ANYWHERE, prove } from '../../access/proof/proof';
import { ESCALATING } from '../../access/proof/escalation';
import type { Policy } from '../../access/policy/policy';
import type { ProjectIdentity } from '../../cloud/project-identity';
import type { Check } from '../check';
import { isUnknown, type Problem } from '../finding';
import { identitySubject, placeOfWitness } from './proven';

/** Services of which other checks prove every request. */
const JUDGED = new Set(['s3', 'kms']);
/** What a caller learns of itself is no right. */
const HARMLESS = 'sts:getcalleridentity';

export const otherServices: Check = {
  id: 'access/other-services',
  title: "A project's role has rights in no service of the cloud whose data nobody judges here",
  why: 'A secret of production, a queue, a function that runs as somebody else: what a role reaches beside buckets a script reaches too.',
  answers: ['A1', 'A3'],
  control: 'actions of the statements of the role: S3 and the keys of its data',
  fix: 'take the action out of the policy, or accept it in the baseline after a look at what it gives',
  *judge({ cloud }) {
    for (const identity of cloud.identities)
      yield { subject: identitySubject(identity), problems: serviceProblems(identity) };
  },
};

function serviceProblems({ role, facts }: ProjectIdentity): readonly Problem[] {
  const asked = new Set(role.identity.flatMap(actionsOf));
  return [...asked].flatMap((action): readonly Problem[] => {
    const proof = prove(facts, { ...role, missing: [] }, [{ ...ANYWHERE, meaning: 'has rights', actions: [action] }]);
    if (proof.verdict === 'proved') return [];
    const at = proof.witness === undefined ? undefined : placeOfWitness(proof.witness);
    return [isUnknown(`may ${action}, and what that gives is not judged`, { at })];
  });
}

/** Actions of other services that statements allow: each as it is written, or one that stands for everything else. */
function actionsOf({ statements }: Policy): readonly string[] {
  return statements.flatMap(({ effect, actions }) => {
    if (effect === 'Deny') return [];
    if (actions.negated) return ['another-service:Anything'];
    return actions.patterns.flatMap((pattern) => {
      const [service = ''] = pattern.toLowerCase().split(':');
      // What access/escalation tells about needs no second word.
      if (JUDGED.has(service) || pattern.toLowerCase() === HARMLESS || ESCALATING.has(pattern.toLowerCase())) return [];
      return [pattern === '*' ? 'another-service:Anything' : pattern.replace(/\*/g, 'Anything').replace(/\?/g, 'A')];
    });
  });
}
