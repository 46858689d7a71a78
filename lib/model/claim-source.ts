import * as v from 'valibot';
import type { Fault } from './fault';
import { shown } from './fault';
import { BUCKET_NAME, BUCKET_NAME_RULE, FILE_SYSTEM_ID, isDnsSubdomain, LUSTRE_MOUNT_NAME } from './names';
import { count, flag, optionalCount, shape, text, textOr, type Draft } from './shape';

/** A prefix of a bucket, mounted by Mountpoint for Amazon S3: the pod itself needs no way to S3. */
export interface S3Source {
  readonly kind: 's3';
  readonly bucket: string;
  /**
   * Lets a checkpoint overwrite an object of the same name. Without it a write is create-only, so that no compromised
   * job replaces a checkpoint that a later job trusts.
   * @default false
   */
  readonly allowOverwrite?: boolean;
  /**
   * Size that the claim states. S3 has none; quotas count it.
   * @default 1200
   */
  readonly sizeGiB?: number;
}

/** An FSx for Lustre file system that serves this project only: Lustre knows no tenants. */
export interface FsxLustreSource {
  readonly kind: 'fsx-lustre';
  /** Id, such as `fs-0123456789abcdef0`. */
  readonly fileSystemId: string;
  readonly dnsName: string;
  readonly mountName: string;
  readonly sizeGiB: number;
}

/** An EFS access point that serves this project only. */
export interface EfsSource {
  readonly kind: 'efs';
  readonly fileSystemId: string;
  /** Id, such as `fsap-0123456789abcdef0`; an access point fixes directory and user. */
  readonly accessPointId: string;
  /** @default 1200 */
  readonly sizeGiB?: number;
}

/** A volume that the cluster provisions. For several nodes the class must offer ReadWriteMany. */
export interface StorageClassSource {
  readonly kind: 'storage-class';
  readonly storageClass: string;
  readonly sizeGiB: number;
  /**
   * Access mode of a checkpoint claim; a data claim asks for ReadOnlyMany whatever this says.
   * @default "ReadWriteMany"
   */
  readonly accessMode?: 'ReadWriteMany' | 'ReadWriteOnce';
}

/** A claim that stands in the project's namespace already. */
export interface ExistingClaimSource {
  readonly kind: 'existing';
  readonly claim: string;
}

/** What is behind a project's data or checkpoint claim. A text is the name of an S3 bucket. */
export type ClaimSource = S3Source | FsxLustreSource | EfsSource | StorageClassSource | ExistingClaimSource;

const KINDS = {
  s3: shape<S3Source>({ kind: v.literal('s3'), bucket: text, allowOverwrite: flag, sizeGiB: optionalCount }),
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
  existing: shape<ExistingClaimSource>({ kind: v.literal('existing'), claim: text }),
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

export function claimSourceFaults(
  given: string | Draft<ClaimSource> | undefined,
  path: string,
  onAws: boolean,
): Fault[] {
  if (given === undefined) return [];
  const source = typeof given === 'string' ? ({ kind: 's3', bucket: given } as const) : given;
  const faults: Fault[] = [];
  const check = (
    field: string,
    value: string | undefined,
    good: RegExp | ((value: string) => boolean),
    allowed: string,
  ): void => {
    if (value === undefined || (typeof good === 'function' ? good(value) : good.test(value))) return;
    faults.push({
      path: typeof given === 'string' ? path : `${path}.${field}`,
      given: shown(value),
      allowed,
      fix: 'correct the name',
    });
  };
  if (!onAws && ['s3', 'fsx-lustre', 'efs'].includes(source.kind ?? '')) {
    faults.push({
      path,
      given: shown(source.kind),
      allowed: 'storage-class or existing outside AWS',
      fix: 'describe `aws`, or give { kind: "storage-class", storageClass, sizeGiB }',
    });
  }
  switch (source.kind) {
    case 's3':
      check('bucket', source.bucket, BUCKET_NAME, BUCKET_NAME_RULE);
      break;
    case 'fsx-lustre':
      check('fileSystemId', source.fileSystemId, FILE_SYSTEM_ID, 'an id such as "fs-0123456789abcdef0"');
      check('dnsName', source.dnsName, isDnsSubdomain, 'a DNS name');
      check(
        'mountName',
        source.mountName,
        LUSTRE_MOUNT_NAME,
        'the mount name that FSx gave, 1 to 8 letters and digits',
      );
      break;
    case 'efs':
      check('fileSystemId', source.fileSystemId, FILE_SYSTEM_ID, 'an id such as "fs-0123456789abcdef0"');
      check('accessPointId', source.accessPointId, FILE_SYSTEM_ID, 'an id such as "fsap-0123456789abcdef0"');
      break;
    case 'storage-class':
      check('storageClass', source.storageClass, isDnsSubdomain, 'the name of a StorageClass');
      break;
    case 'existing':
      check('claim', source.claim, isDnsSubdomain, 'the name of a PersistentVolumeClaim');
      break;
    case undefined:
      break;
    default: {
      const never: never = source;
      return never;
    }
  }
  return faults;
}

/** What two projects must not have in common; undefined where the source has a fence of its own per project. */
export function exclusiveBackEnd(source: ClaimSource): string | undefined {
  switch (source.kind) {
    case 'fsx-lustre':
      return source.fileSystemId;
    case 'efs':
      return source.accessPointId;
    default:
      return undefined;
  }
}
