import { grouped } from '../../model/grouped';
import { mayReach } from '../access/bucket-reach';
import { partitionOfRole, type AccessFacts, type Role } from '../access/facts/role';
import { forBuckets } from '../access/managed-policies';
import { prove } from '../access/proof/proof';
import { insidePrefix, outsidePrefix, wholeBucket, type GuardedBucket } from '../access/proof/s3-targets';
import type { Evidence } from '../evidence';
import { backendOf } from '../scope/backend/backend-of';
import { hasMountOption } from '../scope/backend/mount-options';
import type { Claim } from '../scope/claims';
import { byNaturalOrder } from '../natural-order';

/** Somebody who gets at data, by a volume or by a role. */
export interface Readable {
  /** Namespace of a claim, or a role. */
  readonly who: string;
  /** `s3://training-data-bucket/ml-alpha/`, or the file system behind a volume. */
  readonly what: string;
  /** `reads`, `reads, lists, writes, deletes`. */
  readonly how: string;
  /** The claim, or the policies of the role. */
  readonly by: string;
  /** `undecided`: the input does not exclude it, and does not say that it is so. */
  readonly status: 'allowed' | 'undecided';
}

/**
 * Who gets at which data: volumes behind the claims of projects, and what roles may do with the prefixes of buckets. A
 * prefix of a project that is not listed for a role is proved to be out of its reach. Ordered by who and what.
 */
export function readable(evidence: Evidence): readonly Readable[] {
  const rows = [...byVolumes(evidence), ...byRoles(evidence)];
  return rows.sort(
    (a, b) => byNaturalOrder(a.who, b.who) || byNaturalOrder(a.what, b.what) || byNaturalOrder(a.by, b.by),
  );
}

function* byVolumes({ claims }: Evidence): Generator<Readable> {
  for (const claim of claims.claims) {
    const backend = claim.volume === undefined ? undefined : backendOf(claim.volume);
    if (backend === undefined) continue;
    const [kind, bucket] = backend.store.split(' ');
    yield {
      who: claim.namespace,
      what: kind === 's3' ? placeText({ bucket: bucket as string, prefix: backend.path }) : backend.text,
      how: isReadOnly(claim) ? 'reads' : 'reads, writes',
      by: `PersistentVolumeClaim/${claim.object.name}`,
      status: 'allowed',
    };
  }
}

function isReadOnly({ volume }: Claim): boolean {
  const spec = volume?.field.get('spec');
  const isMarked = spec?.at('csi', 'readOnly')?.value === true || spec?.at('nfs', 'readOnly')?.value === true;
  return isMarked || hasMountOption(spec, 'read-only') || hasMountOption(spec, 'ro');
}

/** A prefix of a bucket, and the project whose it is. */
interface OwnedPrefix {
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly prefix: string;
  readonly namespace: string;
}

function placeText({ bucket, prefix }: Pick<OwnedPrefix, 'bucket' | 'prefix'>): string {
  return `s3://${bucket}/${prefix}`;
}

/** Somebody with a role: a project by the sessions that its pods get, or whoever else has it. */
interface Holder {
  readonly role: Role;
  readonly facts: AccessFacts;
  /** Namespace of the project; undefined for roles of nobody in particular. */
  readonly namespace: string | undefined;
}

function* byRoles(evidence: Evidence): Generator<Readable> {
  const places = ownedPrefixes(evidence);
  for (const holder of holdersOf(evidence)) {
    const { role, facts, namespace } = holder;
    for (const [name, inBucket] of places) {
      const bucket: GuardedBucket = { name, partition: partitionOfRole(role), policy: facts.buckets.get(name) };
      if (!mayReach(role, name, bucket.policy)) continue;
      const own = inBucket.filter((place) => place.namespace === namespace);
      const others = inBucket.filter((place) => place.namespace !== namespace);
      for (const place of own) yield* uses(holder, bucket, place);
      // One proof for everything that is not its own, before asking for each project by itself.
      if (others.length > 0 && !isShutOut(holder, bucket, own)) {
        // A role of which a policy is not known may do anything with all of them alike.
        const asked = role.missing.length > 0 ? [{ bucket: name, prefix: '', namespace: '' }] : others;
        for (const place of asked) yield* uses(holder, bucket, place);
      }
    }
  }
}

function holdersOf({ cloud, access }: Evidence): readonly Holder[] {
  const ofProjects = new Set(cloud.identities.map(({ role }) => role.name));
  const others = access.roles.filter(({ name }) => !ofProjects.has(name));
  return [
    ...cloud.identities.map(({ role, facts, namespace }) => ({ role: forBuckets(role), facts, namespace })),
    ...others.map((role) => ({ role: forBuckets(role), facts: access, namespace: undefined })),
  ];
}

/** Prefixes of projects by bucket. In files of the cloud alone, without a description, every bucket may hold data. */
function ownedPrefixes({ cloud, access, scope }: Evidence): ReadonlyMap<string, readonly OwnedPrefix[]> {
  if (cloud.buckets.length === 0 && scope.namespaces.length === 0)
    return new Map([...access.buckets.keys()].map((bucket) => [bucket, [{ bucket, prefix: '', namespace: '' }]]));
  const byName = grouped(cloud.buckets, ({ name }) => name);
  return new Map(
    [...byName].map(([bucket, same]) => [
      bucket,
      same.flatMap(({ prefixes }) => [...prefixes].map(([namespace, prefix]) => ({ bucket, prefix, namespace }))),
    ]),
  );
}

function isShutOut({ role, facts }: Holder, bucket: GuardedBucket, own: readonly OwnedPrefix[]): boolean {
  const [place] = own;
  if (own.length > 1) return false;
  const targets = place === undefined ? wholeBucket(bucket) : outsidePrefix(bucket, place.prefix);
  return prove(facts, role, targets).verdict === 'proved';
}

/** Verbs of a reader, each with the actions that it means. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  reads: ['s3:GetObject', 's3:GetObjectVersion'],
  lists: ['s3:ListBucket', 's3:ListBucketVersions'],
  writes: ['s3:PutObject'],
  deletes: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** What a role may do with a prefix, whatever else its requests carry. */
function uses({ role, facts }: Holder, bucket: GuardedBucket, place: OwnedPrefix): readonly Readable[] {
  const targets = place.prefix === '' ? wholeBucket(bucket) : insidePrefix(bucket, place.prefix);
  const verdicts = Object.entries(VERBS).map(([verb, actions]) => {
    const meant = targets.flatMap((target) => {
      const concerned = actions.filter((action) => target.actions.includes(action));
      return concerned.length === 0 ? [] : [{ ...target, actions: concerned }];
    });
    return { verb, verdict: prove(facts, role, meant).verdict };
  });
  const row = (verdict: 'leak' | 'unknown', status: Readable['status']): readonly Readable[] => {
    const verbs = verdicts.filter((item) => item.verdict === verdict).map(({ verb }) => verb);
    if (verbs.length === 0) return [];
    return [
      { who: `role ${role.name}`, what: placeText(place), how: verbs.join(', '), by: 'policies of the role', status },
    ];
  };
  return [...row('leak', 'allowed'), ...row('unknown', 'undecided')];
}
