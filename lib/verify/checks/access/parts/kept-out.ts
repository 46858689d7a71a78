import { SESSION_TAGS } from '../../../../model/iam/pod-identity-trust';
import type { Role } from '../../../access/facts/role';
import type { Policy } from '../../../access/policy/policy';
import type { Target } from '../../../access/proof/proof';
import { ABSENT, PRESENT, type KeyRequirement } from '../../../access/proof/requirement';
import { outsidePrefix, wholeBucket, type GuardedBucket } from '../../../access/proof/s3-targets';
import { strangeAccount, supposedRole, withEverything } from '../../../access/supposed-role';
import type { TrainingBucket } from '../../../cloud/cloud-scope';
import type { Evidence } from '../../../evidence';
import { literal } from '../../../glob/glob';
import { oneOf } from '../../../glob/language';
import { guardedBucket } from '../own-prefix';
import { namedIntruders, otherSessions, otherTags, otherValues } from './intruders';

/** Somebody whom the bucket must keep out, though its own policies let everything through. */
interface Intruder {
  readonly who: string;
  readonly role: Role;
  readonly targets: readonly Target[];
  /** @default true */
  readonly isSure?: boolean;
}

/** A bucket as everybody asks for it, with tags as a role of training has them. */
interface Asked {
  readonly policy: Policy;
  readonly account: string;
  readonly guarded: GuardedBucket;
  readonly whole: readonly Target[];
  readonly tags: ReadonlyMap<string, string>;
}

/** Everybody whom the policy of a bucket has to keep out. */
export function* keptOut(
  evidence: Evidence,
  bucket: TrainingBucket,
  policy: Policy,
  account: string,
): Generator<Intruder> {
  const [first] = evidence.cloud.identities;
  const guarded = guardedBucket({ buckets: new Map([[bucket.name, policy]]) }, bucket, first?.role.arn);
  const tags = first?.role.tags ?? new Map<string, string>();
  const asked: Asked = { policy, account, guarded, whole: wholeBucket(guarded), tags };
  yield* strangers(asked);
  for (const { isForeign, ...named } of namedIntruders(evidence, bucket, policy, {
    partition: guarded.partition,
    account,
    tags,
  }))
    yield { ...named, targets: isForeign ? asked.whole.map((target) => ({ ...target, isClosed: true })) : asked.whole };
  if (first === undefined) return;
  yield* ofOtherClusters(first.role, asked);
  yield* outsideTheirPart(evidence, bucket, asked);
  yield* onOtherWays(evidence, first.role, asked);
}

function* strangers({ policy, account, guarded: { partition }, whole, tags }: Asked): Generator<Intruder> {
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
}

function* ofOtherClusters(
  { path, name }: Role,
  { policy, account, guarded: { partition }, whole, tags }: Asked,
): Generator<Intruder> {
  const own = tags.get(SESSION_TAGS.cluster);
  if (own === undefined) return;
  const role = supposedRole(name, account, { partition, path, tags, everything: policy });
  const of = (cluster: string): Role => ({ ...role, tags: new Map([...tags, [SESSION_TAGS.cluster, cluster]]) });
  yield { who: 'the same namespace of another cluster', role: of(`${own}-2`), targets: whole };
  for (const named of otherValues(policy, SESSION_TAGS.cluster, own))
    yield { who: `the same namespace of cluster ${named}`, role: of(named), targets: whole };
  const without = new Map([...tags].filter(([key]) => key !== SESSION_TAGS.cluster));
  yield { who: 'a role of training without a cluster', role: { ...role, tags: without }, targets: whole };
}

function* outsideTheirPart(
  { cloud }: Evidence,
  { prefixes }: TrainingBucket,
  { policy, guarded }: Asked,
): Generator<Intruder> {
  for (const { role, namespace } of cloud.identities) {
    const prefix = prefixes.get(namespace);
    if (prefix === undefined) continue;
    const targets = outsidePrefix(guarded, prefix);
    yield { who: `role ${role.name} outside its part`, role: withEverything(role, policy), targets };
    for (const { shown, tags } of otherSessions(policy, role.tags))
      yield {
        who: `role ${role.name} of ${shown} outside its part`,
        role: withEverything({ ...role, tags }, policy),
        targets,
      };
  }
}

function* onOtherWays({ access }: Evidence, known: Role, { policy, account, whole }: Asked): Generator<Intruder> {
  const role = withEverything(known, policy);
  yield { who: 'requests without TLS', role, targets: whole.map(withoutTls) };
  // Where the network has a door to S3 of its own, keys that left it are worth nothing elsewhere.
  if (!access.endpoints.some(({ service }) => service === 's3')) return;
  yield { who: 'requests from outside the network', role, targets: whole.map(from(NOWHERE)) };
  const elsewhere = networkOf(strangeAccount(account));
  yield { who: 'requests from a network of another account', role, targets: whole.map(from(elsewhere)) };
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
