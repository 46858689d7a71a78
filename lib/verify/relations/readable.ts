import type { AccessFacts, Role } from '../access/facts/role';
import { prove } from '../access/proof/proof';
import { insidePrefix, outsidePrefix, wholeBucket, type GuardedBucket } from '../access/proof/s3-targets';
import type { Evidence } from '../evidence';
import { backendOf, hasMountOption, type ProjectClaim } from '../scope/claims';
import { byText } from './text-order';

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
  return rows.sort((a, b) => byText(a.who, b.who) || byText(a.what, b.what) || byText(a.by, b.by));
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

function isReadOnly({ volume }: ProjectClaim): boolean {
  const spec = volume?.field.get('spec');
  const isMarked = spec?.at('csi', 'readOnly')?.value === true || spec?.at('nfs', 'readOnly')?.value === true;
  return isMarked || hasMountOption(spec, 'read-only') || hasMountOption(spec, 'ro');
}

/** A prefix of a bucket that belongs to a project. */
interface OwnedPrefix {
  readonly bucket: string;
  readonly prefix: string;
  readonly namespace: string;
}

function placeText({ bucket, prefix }: Pick<OwnedPrefix, 'bucket' | 'prefix'>): string {
  return `s3://${bucket}/${prefix}`;
}

function* byRoles(evidence: Evidence): Generator<Readable> {
  const { access } = evidence;
  const places = ownedPrefixes(evidence);
  for (const role of access.roles) {
    const namespaces = new Set(access.podIdentities.flatMap((item) => (item.role === role.name ? item.namespace : [])));
    for (const [name, inBucket] of places) {
      const bucket: GuardedBucket = { name, partition: partitionOf(role), policy: access.buckets.get(name) };
      const own = inBucket.filter(({ namespace }) => namespaces.has(namespace));
      const others = inBucket.filter(({ namespace }) => !namespaces.has(namespace));
      for (const place of own) yield* uses(access, role, bucket, place);
      // One proof for everything that is not its own, before asking for each project by itself.
      if (others.length > 0 && !isShutOut(access, role, bucket, own)) {
        // A role of which a policy is not known may do anything with all of them alike.
        const asked = role.missing.length > 0 ? [{ bucket: name, prefix: '', namespace: '' }] : others;
        for (const place of asked) yield* uses(access, role, bucket, place);
      }
    }
  }
}

/** Prefixes of projects by bucket: those behind their claims, and those of the description in the buckets of the input. */
function ownedPrefixes({ claims, scope, platform, access }: Evidence): ReadonlyMap<string, readonly OwnedPrefix[]> {
  const found = new Map<string, OwnedPrefix>();
  const add = (place: OwnedPrefix): void => {
    found.set(placeText(place), place);
  };
  for (const { namespace, volume } of claims.claims) {
    const backend = volume === undefined ? undefined : backendOf(volume);
    const [kind, bucket] = backend?.store.split(' ') ?? [];
    if (kind === 's3' && backend !== undefined) add({ bucket: bucket as string, prefix: backend.path, namespace });
  }
  // Files of the cloud alone: every bucket may be one of data.
  for (const bucket of found.size > 0 ? [] : access.buckets.keys()) {
    for (const { prefix, namespace } of platform?.projects ?? []) add({ bucket, prefix, namespace });
    if (platform === undefined && scope.namespaces.length === 0) add({ bucket, prefix: '', namespace: '' });
  }
  const byBucket = new Map<string, OwnedPrefix[]>();
  for (const place of found.values()) byBucket.set(place.bucket, [...(byBucket.get(place.bucket) ?? []), place]);
  return byBucket;
}

function isShutOut(access: AccessFacts, role: Role, bucket: GuardedBucket, own: readonly OwnedPrefix[]): boolean {
  const [place] = own;
  if (own.length > 1) return false;
  const targets = place === undefined ? wholeBucket(bucket) : outsidePrefix(bucket, place.prefix);
  return prove(access, role, targets).verdict === 'proved';
}

/** Verbs of a reader, each with the actions that it means. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  reads: ['s3:GetObject', 's3:GetObjectVersion'],
  lists: ['s3:ListBucket', 's3:ListBucketVersions'],
  writes: ['s3:PutObject'],
  deletes: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** What a role may do with a prefix, whatever else its requests carry. */
function uses(access: AccessFacts, role: Role, bucket: GuardedBucket, place: OwnedPrefix): readonly Readable[] {
  const targets = place.prefix === '' ? wholeBucket(bucket) : insidePrefix(bucket, place.prefix);
  const verdicts = Object.entries(VERBS).map(([verb, actions]) => {
    const meant = targets.flatMap((target) => {
      const concerned = actions.filter((action) => target.actions.includes(action));
      return concerned.length === 0 ? [] : [{ ...target, actions: concerned }];
    });
    return { verb, verdict: prove(access, role, meant).verdict };
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

function partitionOf({ arn }: Role): string {
  return arn?.split(':')[1] ?? 'aws';
}
