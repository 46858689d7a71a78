import { literal } from '../../access/glob/glob';
import { EVERY_TEXT, oneOf } from '../../access/glob/language';
import type { AccessFacts, Role } from '../../access/facts/role';
import { FENCE_ACTIONS, KEY_ACTIONS } from '../../access/proof/escalation';
import { prove, type Proof, type Target } from '../../access/proof/proof';

/**
 * Whether policies of buckets and keys give somebody what changes them: whom they name needs no right of their own
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function givenRights(facts: AccessFacts, role: Role, partition: string): readonly Proof[] {
  const fences = [...facts.buckets].map(([name, policy]): Target => {
    const resource = oneOf([literal(`arn:${partition}:s3:::${name}`)]);
    return {
      meaning: `rewrites the fence of bucket ${name}`,
      actions: FENCE_ACTIONS,
      resource,
      keys: new Map(),
      resourcePolicy: policy,
    };
  });
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
  return prove({ ...facts, podIdentities: [] }, role, [
    {
      meaning: 'rewrites the fence',
      actions: FENCE_ACTIONS,
      resource: oneOf([literal(`arn:${partition}:s3:::${bucket}`)]),
      keys: new Map(),
      resourcePolicy: facts.buckets.get(bucket),
      isClosed: true,
    },
  ]);
}
