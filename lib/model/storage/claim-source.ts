import * as v from 'valibot';
import { count, flag, optionalCount, shape, text, textOr } from '../fault/shape';

/** A prefix of a bucket, mounted by Mountpoint for Amazon S3: the pod itself needs no way to S3. */
export interface S3Source {
  /** Tells this source from the others. */
  readonly kind: 's3';
  /** Name of the bucket; the project sees its own prefix of it. */
  readonly bucket: string;
  /**
   * Lets a checkpoint overwrite an object of the same name. Without it a write is create-only, so that no compromised
   * job replaces a checkpoint that a later job trusts.
   * @default false
   */
  readonly allowOverwrite?: boolean;
  /**
   * Lets training delete checkpoints, by the mount and by the role of the project. Without it a lifecycle rule of the bucket
   * does that, since what a compromised job deletes no later job resumes from; `prune` of the resume helper then fails.
   * Deleted objects come back only where the bucket keeps versions.
   * @default false
   */
  readonly allowDelete?: boolean;
  /**
   * Size that the claim states. S3 has none; quotas count it.
   * @default 1200
   */
  readonly sizeGiB?: number;
}

/**
 * An FSx for Lustre file system that serves this project only: Lustre knows no tenants. A new one belongs to root, and no
 * driver changes that: before the first job give its root to `runAs`, once, from a machine that mounts it (`chown`).
 */
export interface FsxLustreSource {
  /** Tells this source from the others. */
  readonly kind: 'fsx-lustre';
  /** Id, such as `fs-0123456789abcdef0`. */
  readonly fileSystemId: string;
  /**
   * Name of its servers, such as `fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com`, or an alias in a zone of yours. The
   * driver mounts what this names, whatever the id says.
   */
  readonly dnsName: string;
  /** What FSx calls its root, such as `k3jd9fmx`. */
  readonly mountName: string;
  /** Size of the file system, in GiB; quotas count it. */
  readonly sizeGiB: number;
}

/** An EFS access point that serves this project only. */
export interface EfsSource {
  /** Tells this source from the others. */
  readonly kind: 'efs';
  /** Id, such as `fs-0123456789abcdef0`. */
  readonly fileSystemId: string;
  /** Id, such as `fsap-0123456789abcdef0`; an access point fixes directory and user. */
  readonly accessPointId: string;
  /** Size that the claim states, in GiB. EFS has none; quotas count it. @default 1200 */
  readonly sizeGiB?: number;
}

/**
 * A volume that the cluster provisions, for checkpoints: a new one is empty, so there are no data in it to read. For
 * several nodes the class must offer ReadWriteMany.
 */
export interface StorageClassSource {
  /** Tells this source from the others. */
  readonly kind: 'storage-class';
  /** Name of the class. */
  readonly storageClass: string;
  /** Size of the volume, in GiB. */
  readonly sizeGiB: number;
  /**
   * `ReadWriteOnce` is for jobs of one node.
   * @default "ReadWriteMany"
   */
  readonly accessMode?: 'ReadWriteMany' | 'ReadWriteOnce';
}

/** A claim that stands in the project's namespace already, made and filled by others. */
export interface ExistingClaimSource {
  /** Tells this source from the others. */
  readonly kind: 'existing';
  /** Name of the claim. */
  readonly claim: string;
  /**
   * What it asked for: quotas of the namespace count it.
   * @default 1200
   */
  readonly sizeGiB?: number;
}

/** What is behind a project's data or checkpoint claim. A text is the name of an S3 bucket. */
export type ClaimSource = S3Source | FsxLustreSource | EfsSource | StorageClassSource | ExistingClaimSource;

/** What is behind a project's data claim: something that others fill. */
export type DataSource = Exclude<ClaimSource, StorageClassSource>;

/** What a claim is for. */
export type ClaimRole = 'datasets' | 'checkpoints';
export const CLAIM_ROLES: readonly ClaimRole[] = ['datasets', 'checkpoints'];

const KINDS = {
  s3: shape<S3Source>({
    kind: v.literal('s3'),
    bucket: text,
    allowOverwrite: flag,
    allowDelete: flag,
    sizeGiB: optionalCount,
  }),
  'fsx-lustre': shape<FsxLustreSource>({
    kind: v.literal('fsx-lustre'),
    fileSystemId: text,
    dnsName: text,
    mountName: text,
    sizeGiB: count,
  }),
  efs: shape<EfsSource>({ kind: v.literal('efs'), fileSystemId: text, accessPointId: text, sizeGiB: optionalCount }),
  'storage-class': shape<StorageClassSource>({
    kind: v.literal('storage-class'),
    storageClass: text,
    sizeGiB: count,
    accessMode: v.optional(v.picklist(['ReadWriteMany', 'ReadWriteOnce'])),
  }),
  existing: shape<ExistingClaimSource>({ kind: v.literal('existing'), claim: text, sizeGiB: optionalCount }),
} satisfies Record<ClaimSource['kind'], v.GenericSchema>;

export const claimSourceShape = textOr(
  text,
  v.lazy((input) => {
    const kind = (input as { kind?: unknown } | null)?.kind;
    return typeof kind === 'string' && Object.hasOwn(KINDS, kind)
      ? KINDS[kind as ClaimSource['kind']]
      : v.looseObject({ kind: v.picklist(Object.keys(KINDS)) });
  }),
);

export function resolveClaimSource(given: string | ClaimSource): ClaimSource {
  return typeof given === 'string' ? { kind: 's3', bucket: given } : given;
}

/**
 * What no other claim may have: empty where the source has a fence of its own per project. A Lustre file system counts by
 * the name that is mounted as well.
 */
export function exclusiveBackEnds(source: ClaimSource): readonly string[] {
  switch (source.kind) {
    case 'fsx-lustre':
      return [source.fileSystemId, source.dnsName];
    case 'efs':
      return [source.accessPointId];
    default:
      return [];
  }
}
