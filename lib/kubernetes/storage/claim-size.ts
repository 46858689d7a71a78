import type { ClaimSource } from '../../model';

/** S3 and EFS have no size; a claim must state one, and quotas count it. Of an adopted claim only its owner knows it. */
const UNSIZED_GIB = 1200;

export function claimSizeGiB(source: ClaimSource): number {
  switch (source.kind) {
    case 's3':
    case 'efs':
    case 'existing':
      return source.sizeGiB ?? UNSIZED_GIB;
    case 'fsx-lustre':
    case 'storage-class':
      return source.sizeGiB;
    default: {
      const never: never = source;
      return never;
    }
  }
}
