import type { ClaimSource } from '../../model';

/** S3 and EFS have no size; a claim must state one, and quotas count it. */
const UNSIZED_GIB = 1200;

export function claimSizeGiB(source: ClaimSource): number {
  switch (source.kind) {
    case 's3':
    case 'efs':
      return source.sizeGiB ?? UNSIZED_GIB;
    case 'fsx-lustre':
    case 'storage-class':
      return source.sizeGiB;
    case 'existing':
      return UNSIZED_GIB;
    default: {
      const never: never = source;
      return never;
    }
  }
}
