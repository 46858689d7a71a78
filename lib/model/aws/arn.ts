/** A group of AWS regions with accounts and names of its own. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** The partition of a region; never write `arn:aws` (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** Account and region that names are completed with. */
export interface Place {
  /** First part of every ARN after `arn`. */
  readonly partition: Partition;
  /** `us-west-2`. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

/** Ending of the names of service endpoints: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffix(partition: Partition): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** An ARN in this account and region: `arn:aws:eks:eu-west-1:111122223333:cluster/train-1`. */
export function arn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** An ARN of IAM, which knows no region: `arn:aws:iam::111122223333:role/training/train-1/ml-alpha`. */
export function iamArn({ partition, account }: Omit<Place, 'region'>, resource: string): string {
  return `arn:${partition}:iam::${account}:${resource}`;
}

/** A bucket, or with `key` its objects. Bucket names are unique in a partition, so the ARN names no account. */
export function bucketArn({ partition }: Pick<Place, 'partition'>, bucket: string, key?: string): string {
  return `arn:${partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

/** The host by which a service answers in a region, `sts.eu-west-1.amazonaws.com`. */
export function serviceHost({ partition, region }: Pick<Place, 'partition' | 'region'>, service: string): string {
  return `${service}.${region}.${dnsSuffix(partition)}`;
}

/** The value of `kms:ViaService` for requests that a service makes for a caller: its host. */
export const viaService = serviceHost;

/** The registry of an account (https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html). */
export function ecrHost(place: Place): string {
  return `${place.account}.${serviceHost(place, 'dkr.ecr')}`;
}

/** The account that an ARN names; those of buckets name none. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** The region that an ARN names; those of buckets and of IAM name none. */
export function regionOfArn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:([^:]+):/.exec(arn)?.[1];
}

/** The last part of an ARN: the name of a role or policy, the id of a key. What is no ARN, a bare name, is itself. */
export function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
