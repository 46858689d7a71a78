import { EVERY_TEXT } from '../../../glob/language';
import { allows } from '../../../access/bucket-reach';
import type { AccessFacts, Role } from '../../../access/facts/role';
import { KEY_ACTIONS } from '../../../access/proof/escalation';
import { prove, type Proof, type Target } from '../../../access/proof/proof';
import { fenceOf } from '../../../access/proof/s3-targets';

/**
 * Whether policies of buckets and keys give somebody what changes them: whom they name needs no right of their own
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function givenRights(facts: AccessFacts, role: Role, partition: string): readonly Proof[] {
  const fences = [...facts.buckets]
    .filter(([, policy]) => allows(policy))
    .map(([name, policy]) => fenceOf({ name, partition, policy }, `rewrites the fence of bucket ${name}`));
  const keys = [...facts.keys].map(([name, policy]): Target => ({
    meaning: `opens key ${name}`,
    actions: KEY_ACTIONS,
    resource: EVERY_TEXT,
    keys: new Map(),
    resourcePolicy: policy,
  }));
  const alone = { ...role, identity: [], missing: [] };
  return [...fences, ...keys].map((target) => prove(facts, alone, [target]));
}

/** Whether the policy of a bucket lets somebody of another account change it, who may do everything there. */
export function givenAbroad(facts: AccessFacts, role: Role, bucket: string, partition: string): Proof {
  const fence = fenceOf({ name: bucket, partition, policy: facts.buckets.get(bucket) }, 'rewrites the fence');
  return prove({ ...facts, podIdentities: [] }, role, [{ ...fence, isClosed: true }]);
}
