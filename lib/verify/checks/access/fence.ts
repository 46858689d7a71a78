import { SESSION_TAGS } from '../../../model/iam/pod-identity-trust';
import { prove, type Target } from '../../access/proof/proof';
import { outsidePrefix, wholeBucket } from '../../access/proof/s3-targets';
import { FENCE_ACTIONS } from '../../access/proof/escalation';
import { namedPrincipals } from '../../access/named-principals';
import { FENCED_ACTIONS } from '../../access/s3-actions';
import { isPolicyOfBucket, missingText, missingTexts } from '../../access/missing';
import type { Policy } from '../../access/policy/policy';
import { strangeAccount, supposedRole, withEverything } from '../../access/supposed-role';
import type { Role } from '../../access/facts/role';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { Evidence } from '../../evidence';
import { ABSENT, PRESENT, type KeyRequirement } from '../../access/proof/requirement';
import { oneOf } from '../../glob/language';
import { literal } from '../../glob/glob';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, notKnown, resourceSubject, type Problem } from '../../problem';
import { copiers } from './parts/copiers';
import { replacedCheckpoints } from './parts/create-only';
import { namedIntruders, otherSessions, otherTags, otherValues, untriedPrincipals } from './parts/intruders';
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

/** Somebody whom the bucket must keep out, though its own policies let everything through. */
interface Intruder {
  readonly who: string;
  readonly role: Role;
  readonly targets: readonly Target[];
  /** @default true */
  readonly isSure?: boolean;
}

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
  for (const { who, role, targets, isSure = true } of intruders(evidence, bucket, policy, cloud.account)) {
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

function* intruders(evidence: Evidence, bucket: TrainingBucket, policy: Policy, account: string): Generator<Intruder> {
  const { access, cloud } = evidence;
  const [first] = cloud.identities;
  const guarded = guardedBucket({ buckets: new Map([[bucket.name, policy]]) }, bucket, first?.role.arn);
  const { partition } = guarded;
  const whole = wholeBucket(guarded);
  const tags = first?.role.tags ?? new Map<string, string>();
  yield {
    who: 'another account',
    role: supposedRole('stranger', strangeAccount(account), { partition, tags }),
    targets: whole,
  };
  const stranger = supposedRole('stranger', account, { partition, tags, everything: policy });
  yield { who: 'a role outside training', role: stranger, targets: whole };
  for (const { shown, tags: others } of otherTags(policy, tags))
    yield { who: `a role outside training with tag ${shown}`, role: { ...stranger, tags: others }, targets: whole };
  yield {
    who: 'a user',
    role: { ...stranger, arn: `arn:${partition}:iam::${account}:user/stranger` },
    targets: whole,
  };
  for (const { isForeign, ...named } of namedIntruders(evidence, bucket, policy, { partition, account, tags }))
    yield { ...named, targets: isForeign ? whole.map((target) => ({ ...target, isClosed: true })) : whole };
  if (first === undefined) return;
  const own = tags.get(SESSION_TAGS.cluster);
  if (own !== undefined) {
    const { path, name } = first.role;
    const role = supposedRole(name, account, { partition, path, tags, everything: policy });
    const of = (cluster: string): Role => ({ ...role, tags: new Map([...tags, [SESSION_TAGS.cluster, cluster]]) });
    yield { who: 'the same namespace of another cluster', role: of(`${own}-2`), targets: whole };
    for (const named of otherValues(policy, SESSION_TAGS.cluster, own))
      yield { who: `the same namespace of cluster ${named}`, role: of(named), targets: whole };
    const without = new Map([...tags].filter(([key]) => key !== SESSION_TAGS.cluster));
    yield { who: 'a role of training without a cluster', role: { ...role, tags: without }, targets: whole };
  }
  for (const { role, namespace } of cloud.identities) {
    const prefix = bucket.prefixes.get(namespace);
    if (prefix === undefined) continue;
    const others = outsidePrefix(guarded, prefix);
    yield { who: `role ${role.name} outside its part`, role: withEverything(role, policy), targets: others };
    for (const { shown, tags: carried } of otherSessions(policy, role.tags))
      yield {
        who: `role ${role.name} of ${shown} outside its part`,
        role: withEverything({ ...role, tags: carried }, policy),
        targets: others,
      };
  }
  const anyone = withEverything(first.role, policy);
  yield { who: 'requests without TLS', role: anyone, targets: whole.map(withoutTls) };
  // Where the network has a door to S3 of its own, keys that left it are worth nothing elsewhere.
  if (!access.endpoints.some(({ service }) => service === 's3')) return;
  yield { who: 'requests from outside the network', role: anyone, targets: whole.map(from(NOWHERE)) };
  const elsewhere = networkOf(strangeAccount(account));
  yield { who: 'requests from a network of another account', role: anyone, targets: whole.map(from(elsewhere)) };
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

const off = { ...PRESENT, text: oneOf([literal('false')]) };

/** What requests say of the endpoint that they came through. */
type Network = readonly (readonly [key: string, value: KeyRequirement])[];

/** Through no endpoint. */
const NOWHERE: Network = ['aws:vpceaccount', 'aws:vpceorgid', 'aws:sourcevpce', 'aws:sourcevpc'].map(
  (key) => [key, ABSENT] as const,
);

/** Through an endpoint of somebody whom no policy names. Addresses in a network are whatever its owner chooses. */
function networkOf(account: string): Network {
  const values = [
    ['aws:vpceaccount', account],
    ['aws:vpceorgid', 'o-stranger000'],
    ['aws:sourcevpce', 'vpce-00000000000000000'],
    ['aws:sourcevpc', 'vpc-00000000000000000'],
  ] as const;
  return [
    ...values.map(([key, value]) => [key, { ...PRESENT, text: oneOf([literal(value)]) }] as const),
    ['aws:sourceip', ABSENT],
  ];
}

/** By the role itself and not by a service. */
function from(network: Network): (target: Target) => Target {
  return (target) => ({
    ...target,
    keys: new Map([...target.keys, ...network, ['aws:viaawsservice', off], ['aws:principalisawsservice', off]]),
  });
}

function withoutTls(target: Target): Target {
  return { ...target, keys: new Map([...target.keys, ['aws:securetransport', off], ['s3:tlsversion', ABSENT]]) };
}
