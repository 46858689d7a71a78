import { EVERY_TEXT } from '../../../glob/language';
import type { AccessFacts, Role } from '../../../access/facts/role';
import { FENCE_ACTIONS, KEY_ACTIONS } from '../../../access/proof/escalation';
import { mayGive } from '../../../access/named-givers';
import { prove, type Proof, type Target } from '../../../access/proof/proof';
import { fenceOf } from '../../../access/proof/s3-targets';

/**
 * What policies of buckets and keys give somebody that changes them: whom they name needs no right of their own. Those that
 * mean nobody of his name are left out
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function givenRights(facts: AccessFacts, role: Role, partition: string): readonly Proof[] {
  const fences = mayGive(facts.buckets, FENCE_ACTIONS, role).map((name) =>
    fenceOf({ name, partition, policy: facts.buckets.get(name) }, `rewrites the fence of bucket ${name}`),
  );
  const keys = mayGive(facts.keys, KEY_ACTIONS, role).map((name): Target => ({
    meaning: `opens key ${name}`,
    actions: KEY_ACTIONS,
    resource: EVERY_TEXT,
    keys: new Map(),
    resourcePolicy: facts.keys.get(name),
  }));
  const alone = { ...role, identity: [], missing: [] };
  return [...fences, ...keys].map((target) => prove(facts, alone, [target]));
}

/** Whether the policy of a bucket lets somebody of another account change it, who may do everything there. */
export function givenAbroad(facts: AccessFacts, role: Role, bucket: string, partition: string): Proof {
  const fence = fenceOf({ name: bucket, partition, policy: facts.buckets.get(bucket) }, 'rewrites the fence');
  return prove({ ...facts, podIdentities: [] }, role, [{ ...fence, isClosed: true }]);
}
