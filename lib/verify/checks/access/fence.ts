import { prove, type Target } from '../../access/proof/proof';
import { FENCE_ACTIONS } from '../../access/proof/escalation';
import { namedPrincipals } from '../../access/named-principals';
import { FENCED_ACTIONS } from '../../access/s3-actions';
import { isPolicyOfBucket, missingText, missingTexts } from '../../access/missing';
import type { Policy } from '../../access/policy/policy';
import { strangeAccount } from '../../access/supposed-role';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, notKnown, resourceSubject, type Problem } from '../../problem';
import { copiers } from './parts/copiers';
import { replacedCheckpoints } from './parts/create-only';
import { untriedPrincipals } from './parts/intruders';
import { keptOut } from './parts/kept-out';
import { givenAbroad, givenRights } from './parts/given-rights';
import { guardedBucket } from './own-prefix';
import { policySubject } from './parts/policy-subject';
import { witnessText } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';

export const fence: Check = {
  id: 'access/fence',
  title: 'The policy of a training bucket alone keeps strangers out and projects apart',
  why: 'One wrong policy on one role must not be enough: the bucket itself has to refuse, whatever the role was given.',
  stops: ['A1', 'A4', 'T16'],
  control: 'denies of the bucket policy: account, roles, cluster, own prefix, transport',
  fix: 'deny data actions but for roles of training, with the tag of this cluster, under the prefix of the tag of their namespace, over TLS',
  *judge(evidence) {
    for (const bucket of evidence.cloud.buckets) {
      const { name, resource } = bucket;
      const subject =
        resource === undefined
          ? policySubject(`Bucket/${name}`, evidence.access.buckets.get(name))
          : resourceSubject(resource);
      yield { subject, problems: [...fenceProblems(evidence, bucket)] };
    }
  },
};

function* fenceProblems(evidence: Evidence, bucket: TrainingBucket): Generator<Problem> {
  const { access, cloud } = evidence;
  const policy = access.buckets.get(bucket.name);
  if (policy === undefined) {
    if (access.missing.some(isPolicyOfBucket(bucket.name))) yield notKnown('its policy is not known');
    else yield bucket.resource === undefined ? notKnown('its policy is not in the files') : fails('has no policy');
    return;
  }
  if (cloud.account === undefined) {
    yield cloudUnknown('the account', { at: policy.place });
    return;
  }
  for (const item of access.missing.filter(({ kind }) => kind === 'bucket-meant'))
    yield notKnown(`whether its policy is another one depends on ${missingText(item)}`, { at: policy.place });
  yield* untriedPrincipals(policy, [...FENCED_ACTIONS, ...FENCE_ACTIONS]);
  yield* rewriters(evidence, bucket, policy, cloud.account);
  const guarded = guardedBucket({ buckets: new Map([[bucket.name, policy]]) }, bucket, cloud.identities[0]?.role.arn);
  yield* copiers(evidence, bucket, { ...guarded, policy }, cloud.account);
  yield* replacedCheckpoints(evidence, bucket, policy);
  const told = new Set<string>();
  for (const { who, role, targets, isSure = true } of keptOut(evidence, bucket, policy, cloud.account)) {
    if (told.has(who)) continue;
    const proof = prove({ ...access, podIdentities: [] }, role, targets.map(dataOnly));
    if (proof.verdict === 'proved') continue;
    told.add(who);
    if (proof.verdict === 'leak' && isSure)
      yield fails(`lets ${who} in: ${witnessText(proof.witness)}`, { at: policy.place });
    else if (proof.verdict === 'leak')
      yield notKnown(`lets ${who} in, and whether that is meant, the description would say (--platform)`, {
        at: policy.place,
      });
    else yield notKnown(`whether it keeps out ${who} depends on ${missingTexts(proof.missing)}`, { at: policy.place });
  }
}

/** Whoever of another account, or of the own one without any right of theirs, may change the policy by what it says itself. */
function* rewriters(evidence: Evidence, bucket: TrainingBucket, policy: Policy, account: string): Generator<Problem> {
  const { access, cloud, platform } = evidence;
  const partition = partitionOfRole(cloud.identities[0]?.role);
  const meant = platform?.aws?.access.administrators ?? [];
  const place = { partition, accounts: [account, strangeAccount(account)], except: [] };
  const told = new Set<string>();
  for (const { role, written } of namedPrincipals(policy, place)) {
    if (meant.includes(role.arn ?? '') || told.has(written)) continue;
    const proofs =
      role.account === account
        ? givenRights({ ...access, keys: new Map(), buckets: new Map([[bucket.name, policy]]) }, role, partition)
        : [givenAbroad(access, role, bucket.name, partition)];
    for (const proof of proofs) {
      if (proof.verdict === 'proved') continue;
      told.add(written);
      yield proof.verdict === 'leak'
        ? fails(`lets ${written} change it: ${witnessText(proof.witness)}`, { at: policy.place })
        : notKnown(`whether it lets ${written} change it depends on ${missingTexts(proof.missing)}`, {
            at: policy.place,
          });
    }
  }
}

/** Access points have policies of their own, and configuration is held back by the roles. */
function dataOnly(target: Target): Target {
  return {
    ...target,
    actions: target.actions.filter((action) => FENCED_ACTIONS.has(action) && target.resourcePolicy !== undefined),
  };
}
