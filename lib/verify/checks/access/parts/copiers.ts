import { missingTexts } from '../../../access/missing';
import { namedPrincipals } from '../../../access/named-principals';
import type { Policy } from '../../../access/policy/policy';
import { prove } from '../../../access/proof/proof';
import { wholeBucket, type GuardedBucket } from '../../../access/proof/s3-targets';
import { COPY_ACTIONS, OBJECT_ACTIONS } from '../../../access/s3-actions';
import { strangeAccount } from '../../../access/supposed-role';
import type { Evidence } from '../../../evidence';
import type { TrainingBucket } from '../../../cloud/cloud-scope';
import { fails, notKnown, type Problem } from '../../../problem';
import { meantPrincipals } from './intruders';
import { witnessText } from './proven';

/**
 * Whom the policy of a bucket lets copy objects into it or out of it, by replication. A fence need not deny that, since S3 asks
 * for it only where somebody made it so. What everybody may do, other checks say.
 */
export function* copiers(
  evidence: Evidence,
  bucket: TrainingBucket,
  guarded: GuardedBucket & { readonly policy: Policy },
  account: string,
): Generator<Problem> {
  const { partition, policy } = guarded;
  const meant = meantPrincipals(evidence, bucket.use);
  const accounts = [account, strangeAccount(account)];
  const objects = wholeBucket(guarded).filter(
    ({ actions, resourcePolicy }) => actions === OBJECT_ACTIONS && resourcePolicy !== undefined,
  );
  const told = new Set<string>();
  for (const { written, role } of namedPrincipals(policy, { partition, accounts, except: [] })) {
    if (told.has(written) || meant.includes(role.arn ?? '')) continue;
    const isForeign = role.account !== account;
    // Of the own account the policy alone is asked, as whoever has rights of its own is another question.
    const asked = isForeign ? role : { ...role, identity: [] };
    const targets = objects.map((target) => ({
      ...target,
      meaning: target.meaning.replace(/^touches/, 'copies'),
      actions: COPY_ACTIONS,
      isClosed: isForeign,
    }));
    const proof = prove({ ...evidence.access, podIdentities: [] }, asked, targets);
    if (proof.verdict === 'proved') continue;
    told.add(written);
    yield proof.verdict === 'leak'
      ? fails(`lets ${written} copy: ${witnessText(proof.witness)}`, { at: policy.place })
      : notKnown(`whether it lets ${written} copy depends on ${missingTexts(proof.missing)}`, { at: policy.place });
  }
}
