import * as v from 'valibot';
import { count, shape, text, textList } from '../fault/shape';

/** A StorageClass that projects may use, and how much of it each. */
export interface AllowedStorageClass {
  /** Name of the StorageClass. */
  readonly name: string;
  /** What all claims of a project may ask of it together, in GiB. */
  readonly perProjectGiB: number;
}

/**
 * Which of the cluster's StorageClasses projects may claim from. A quota can only name classes: those that exist in the
 * cluster and are not allowed have to be listed, or be covered by the total alone.
 */
export interface StorageClassesProps {
  /**
   * Classes that projects may claim from, each with its bound.
   * @default - on AWS the platform's own encrypted gp3 class with 500 GiB a project, elsewhere none
   */
  readonly allowed?: readonly AllowedStorageClass[];
  /** Classes of the cluster that projects may not use. @default - on AWS `gp2`, `gp3` and `auto-ebs-sc` */
  readonly denied?: readonly string[];
}

export const storageClassesShape = v.optional(
  shape<StorageClassesProps>({
    allowed: v.optional(v.array(shape<AllowedStorageClass>({ name: text, perProjectGiB: count }))),
    denied: v.optional(textList),
  }),
);

/** {@link StorageClassesProps} with every default filled in. */
export interface StorageClasses {
  /** The encrypted class that the library itself emits; undefined outside AWS. */
  readonly own?: string;
  /** Classes that projects may claim from, each with its bound. */
  readonly allowed: readonly AllowedStorageClass[];
  /** Classes of the cluster whose quota is 0. */
  readonly denied: readonly string[];
}

/** Classes of EBS that clusters of EKS come with. */
const EKS_CLASSES = ['gp2', 'gp3', 'auto-ebs-sc'];

const ownClass = (platform: string): string => `${platform}-gp3`;

/** Whether the volumes of a class are disks on AWS: the platform's own class, and those that EKS comes with. */
export function isBlockStorageClass(name: string, platform: string | undefined): boolean {
  return EKS_CLASSES.includes(name) || (platform !== undefined && name === ownClass(platform));
}

export function resolveStorageClasses(
  platform: string,
  onAws: boolean,
  props: StorageClassesProps = {},
): StorageClasses {
  const own = ownClass(platform);
  return {
    ...(onAws ? { own } : {}),
    allowed: props.allowed ?? (onAws ? [{ name: own, perProjectGiB: 500 }] : []),
    denied: props.denied ?? (onAws ? EKS_CLASSES : []),
  };
}
