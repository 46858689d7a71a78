/** What one node of a type offers. */
export interface InstanceType {
  /** GPUs of the node. */
  readonly gpus: number;
  /** Memory of one GPU, in GiB. */
  readonly gpuMemoryGiB: number;
  /** Network cards that can carry an EFA interface; 0 without EFA. */
  readonly efaCards: number;
  /** vCPUs of the node. */
  readonly vcpus: number;
  /** Memory of the node, in GiB. */
  readonly memoryGiB: number;
  /** Local NVMe disks together, in GB; 0 without. */
  readonly localNvmeGB: number;
}

const type = (
  gpus: number,
  gpuMemoryGiB: number,
  efaCards: number,
  vcpus: number,
  memoryGiB: number,
  localNvmeGB: number,
): InstanceType => ({
  gpus,
  gpuMemoryGiB,
  efaCards,
  vcpus,
  memoryGiB,
  localNvmeGB,
});

/**
 * EC2 types with NVIDIA GPUs that the library knows. A table, never a call to EC2: a description must give the same
 * output on every machine. Sources: https://aws.amazon.com/ec2/instance-types/ (accelerated computing) and
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html (network cards).
 * Other types are given to a pool as explicit numbers.
 */
export const INSTANCE_TYPES = {
  //                       gpus GiB efa vcpu mem  nvme
  'p4d.24xlarge': type(8, 40, 4, 96, 1152, 8000),
  'p4de.24xlarge': type(8, 80, 4, 96, 1152, 8000),
  'p5.4xlarge': type(1, 80, 1, 16, 256, 3800),
  'p5.48xlarge': type(8, 80, 32, 192, 2048, 30400),
  'p5e.48xlarge': type(8, 141, 32, 192, 2048, 30400),
  'p5en.48xlarge': type(8, 141, 16, 192, 2048, 30400),
  'p6-b200.48xlarge': type(8, 180, 8, 192, 2048, 30400),
  'g5.xlarge': type(1, 24, 0, 4, 16, 250),
  'g5.2xlarge': type(1, 24, 0, 8, 32, 450),
  'g5.4xlarge': type(1, 24, 0, 16, 64, 600),
  'g5.8xlarge': type(1, 24, 1, 32, 128, 900),
  'g5.12xlarge': type(4, 24, 1, 48, 192, 3800),
  'g5.16xlarge': type(1, 24, 1, 64, 256, 1900),
  'g5.24xlarge': type(4, 24, 1, 96, 384, 3800),
  'g5.48xlarge': type(8, 24, 1, 192, 768, 7600),
  'g6e.xlarge': type(1, 48, 0, 4, 32, 250),
  'g6e.2xlarge': type(1, 48, 0, 8, 64, 450),
  'g6e.4xlarge': type(1, 48, 0, 16, 128, 600),
  'g6e.8xlarge': type(1, 48, 1, 32, 256, 900),
  'g6e.12xlarge': type(4, 48, 1, 48, 384, 3800),
  'g6e.16xlarge': type(1, 48, 1, 64, 512, 1900),
  'g6e.24xlarge': type(4, 48, 2, 96, 768, 3800),
  'g6e.48xlarge': type(8, 48, 4, 192, 1536, 7600),
} as const satisfies Record<string, InstanceType>;

/** A type whose GPUs, cards and sizes the library knows: a key of {@link INSTANCE_TYPES}. */
export type KnownInstanceType = keyof typeof INSTANCE_TYPES;

export const INSTANCE_TYPE_NAMES = Object.keys(INSTANCE_TYPES) as KnownInstanceType[];

export function isKnownInstanceType(name: string): name is KnownInstanceType {
  return Object.hasOwn(INSTANCE_TYPES, name);
}
