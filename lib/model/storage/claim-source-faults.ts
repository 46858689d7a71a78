import type { ClaimRole, ClaimSource, FsxLustreSource, S3Source, StorageClassSource } from './claim-source';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { BUCKET_NAME, BUCKET_NAME_RULE, FILE_SYSTEM_ID, isDnsSubdomain, LUSTRE_MOUNT_NAME } from '../names';
import type { Draft } from '../fault/shape';
import { isBlockStorageClass } from './storage-classes';

/** What the checks of a source have to know: what its claim is for, and where. */
export interface ClaimUseContext {
  readonly role: ClaimRole;
  readonly onAws: boolean;
  readonly platform: string | undefined;
}

export function claimSourceFaults(
  given: string | Draft<ClaimSource> | undefined,
  path: string,
  context: ClaimUseContext,
): Fault[] {
  if (given === undefined) return [];
  const source = typeof given === 'string' ? ({ kind: 's3', bucket: given } as const) : given;
  return [
    ...kindFaults(source, path, context),
    ...sourceNameFaults(source, path, typeof given === 'string'),
    ...(source.kind === 's3' ? writeFaults(source, path, context) : []),
    ...(source.kind === 'fsx-lustre' ? lustreFaults(source, path) : []),
    ...(source.kind === 'storage-class' ? accessFaults(source, path, context) : []),
  ];
}

function kindFaults({ kind }: Draft<ClaimSource>, path: string, { role, onAws }: ClaimUseContext): Fault[] {
  const faults: Fault[] = [];
  if (!onAws && ['s3', 'fsx-lustre', 'efs'].includes(kind ?? '')) {
    faults.push({
      path,
      given: shown(kind),
      allowed: role === 'datasets' ? 'existing outside AWS' : 'storage-class or existing outside AWS',
      fix:
        role === 'datasets'
          ? 'describe `aws`, or give { kind: "existing", claim } in projects[].storage'
          : 'describe `aws`, or give { kind: "storage-class", storageClass, sizeGiB }',
    });
  }
  if (role === 'datasets' && kind === 'storage-class') {
    faults.push({
      path,
      given: shown(kind),
      allowed: 'a source that holds data already',
      fix: 'a new volume is empty and training only reads it: fill a claim and give { kind: "existing", claim } in projects[].storage',
    });
  }
  return faults;
}

/** @param isText whether the source was given as the name of a bucket alone */
function sourceNameFaults(source: Draft<ClaimSource>, path: string, isText: boolean): Fault[] {
  const check = (
    field: string,
    value: string | undefined,
    good: (value: string) => boolean,
    allowed: string,
  ): Fault[] =>
    value === undefined || good(value)
      ? []
      : [{ path: isText ? path : `${path}.${field}`, given: shown(value), allowed, fix: 'correct the name' }];
  const isId = (value: string): boolean => FILE_SYSTEM_ID.test(value);
  switch (source.kind) {
    case 's3':
      return check('bucket', source.bucket, (name) => BUCKET_NAME.test(name), BUCKET_NAME_RULE);
    case 'fsx-lustre':
      return [
        ...check('fileSystemId', source.fileSystemId, isId, 'an id such as "fs-0123456789abcdef0"'),
        ...check('dnsName', source.dnsName, isDnsSubdomain, 'a DNS name'),
        ...check(
          'mountName',
          source.mountName,
          (name) => LUSTRE_MOUNT_NAME.test(name),
          'the mount name that FSx gave, 1 to 8 letters and digits',
        ),
      ];
    case 'efs':
      return [
        ...check('fileSystemId', source.fileSystemId, isId, 'an id such as "fs-0123456789abcdef0"'),
        ...check('accessPointId', source.accessPointId, isId, 'an id such as "fsap-0123456789abcdef0"'),
      ];
    case 'storage-class':
      return check('storageClass', source.storageClass, isDnsSubdomain, 'the name of a StorageClass');
    case 'existing':
      return check('claim', source.claim, isDnsSubdomain, 'the name of a PersistentVolumeClaim');
    case undefined:
      return [];
    default: {
      const never: never = source;
      return never;
    }
  }
}

/** Data are only ever read: what would let training change them is no option there. */
function writeFaults(source: Draft<S3Source>, path: string, { role }: ClaimUseContext): Fault[] {
  if (role !== 'datasets') return [];
  return (['allowOverwrite', 'allowDelete'] as const)
    .filter((field) => source[field] === true)
    .map((field) => ({
      path: `${path}.${field}`,
      given: 'true',
      allowed: 'nothing for datasets, which are mounted read-only',
      fix: 'leave it out; roles that fill the data are named in aws.access.dataLoaders',
    }));
}

/** The names that FSx gives start with the id; another id there is another file system, maybe that of another project. */
function lustreFaults({ fileSystemId, dnsName }: Draft<FsxLustreSource>, path: string): Fault[] {
  const named = /^(fs-[0-9a-f]+)\.fsx\./.exec(dnsName ?? '')?.[1];
  if (fileSystemId === undefined || named === undefined || named === fileSystemId) return [];
  return [
    {
      path: `${path}.dnsName`,
      given: shown(dnsName),
      allowed: `the DNS name of ${fileSystemId}`,
      fix: `the driver mounts what the name says: write ${shown(dnsName?.replace(named, fileSystemId))}, or the other id`,
    },
  ];
}

/** A disk is attached to one node at a time; a claim for many of it stays Pending without a word. */
function accessFaults(
  { storageClass, accessMode = 'ReadWriteMany' }: Draft<StorageClassSource>,
  path: string,
  { onAws, platform }: ClaimUseContext,
): Fault[] {
  if (!onAws || storageClass === undefined || accessMode === 'ReadWriteOnce') return [];
  if (!isBlockStorageClass(storageClass, platform)) return [];
  return [
    {
      path: `${path}.accessMode`,
      given: shown(accessMode),
      allowed: '"ReadWriteOnce" for a class of EBS, whose disks are attached to one node',
      fix: 'say accessMode: "ReadWriteOnce" if all jobs are of one node, or take s3, fsx-lustre or efs',
    },
  ];
}
